#!/usr/bin/env python3
"""Writes the suite of decision layers: quadratic programs with their exact derivatives.

    python3 suite.py SUITE.h5

A program is min ½ xᵀQx + pᵀx subject to Gx ≤ h and Ax = b. It is made around a decision whose
active rows are known, so that the decision and its derivatives are those of one linear system,
solved here with fifty digits and rounded once. Derivatives are of φ = vᵀx + ½ xᵀx: first those of
φ by p and Q, then those of ⟨∂φ/∂p, r_p⟩ + ⟨∂φ/∂Q, r_Q⟩ by p and Q, which differentiate the layer
twice. Those by Q are symmetric: of a change of Q along (E_ij + E_ji)/2.

Needs numpy, mpmath and h5py.
"""

import sys

import h5py
import mpmath as mp
import numpy as np

mp.mp.dps = 50


def quadratic_term(random, n, rank=None):
    """A random Q, of full rank unless another is given."""
    root = random.normal(size=(n, rank or n))
    return root @ root.T + (np.eye(n) if rank is None else 0)


def around(random, Q, G_active, G_other, A, multipliers=None, slack=None):
    """A program whose decision has these rows active; multipliers and slacks are from ½ to 1½."""
    n = Q.shape[0]
    x = random.normal(size=n)
    lam = random.uniform(0.5, 1.5, len(G_active)) if multipliers is None else multipliers
    slack = random.uniform(0.5, 1.5, len(G_other)) if slack is None else slack
    nu = random.normal(size=len(A))
    p = -(Q @ x + G_active.T @ lam + A.T @ nu)
    return dict(
        Q=Q, p=p, G=np.vstack([G_active, G_other]),
        h=np.concatenate([G_active @ x, G_other @ x + slack]), A=A, b=A @ x,
        active=list(range(len(G_active))))


def dense(random, n=6, active=2, others=5, equalities=0, **rest):
    rows = random.normal(size=(active + others + equalities, n))
    return around(
        random, quadratic_term(random, n), rows[:active], rows[active:active + others],
        rows[active + others:], **rest)


def box(random, n=6):
    Q = quadratic_term(random, n)
    x = random.uniform(-0.7, 0.7, n)
    x[:2], x[2] = 1, -1
    lam = np.zeros(2 * n)
    lam[[0, 1, n + 2]] = random.uniform(0.5, 1.5, 3)
    G = np.vstack([np.eye(n), -np.eye(n)])
    return dict(
        Q=Q, p=-(Q @ x + G.T @ lam), G=G, h=np.ones(2 * n), A=np.zeros((0, n)), b=np.zeros(0),
        active=[0, 1, n + 2])


def simplex(random, n=8, zeros=3):
    Q = quadratic_term(random, n) / n
    x = random.uniform(0.5, 1.5, n)
    x[:zeros] = 0
    x /= x.sum()
    lam = np.zeros(n)
    lam[:zeros] = random.uniform(0.5, 1.5, zeros)
    return dict(
        Q=Q, p=-(Q @ x - lam + random.normal()), G=-np.eye(n), h=np.zeros(n), A=np.ones((1, n)),
        b=np.ones(1), active=list(range(zeros)))


def matching(random, side=3, curvature=0.1):
    n = side * side
    A = np.vstack(
        [np.kron(np.eye(side), np.ones(side)), np.kron(np.ones(side), np.eye(side))])
    # Two entries are 0, and the others stay clear of it.
    x = np.full((side, side), 1 / side)
    x[0] = [0, 0.5, 0.5]
    x[1] = [0.5, 0, 0.5]
    x[2] = [0.5, 0.5, 0]
    x = (0.7 * x + 0.3 * np.array([[0, 0.6, 0.4], [0.4, 0, 0.6], [0.6, 0.4, 0]])).ravel()
    lam = np.zeros(n)
    zeros = [0, 4, 8]
    lam[zeros] = random.uniform(0.05, 0.15, 3)
    Q = curvature * np.eye(n)
    p = -(Q @ x - lam + A.T @ random.normal(size=2 * side))
    return dict(
        Q=Q, p=p, G=-np.eye(n), h=np.zeros(n), A=A, b=np.ones(2 * side), active=zeros)


def dependent_inequalities(random):
    program = dense(random)
    # Each active row once more; one copy is written in another unit, which doubles are exact for.
    for row, factor in [(0, 1), (1, 2)]:
        program["G"] = np.vstack([program["G"], factor * program["G"][row]])
        program["h"] = np.append(program["h"], factor * program["h"][row])
    return program


def dependent_equalities(random):
    n = 7
    # Whole numbers, so that sums are exact and the third equality follows from the two others.
    first = random.randint(-4, 5, size=(2, n)).astype(float)
    A = np.vstack([first, first[0] + first[1]])
    rows = random.normal(size=(6, n))
    program = around(random, quadratic_term(random, n), rows[:2], rows[2:], A)
    b = np.round(4 * program["b"][:2]) / 4
    program["b"] = np.append(b, b[0] + b[1])
    return program


def small_margin(random):
    return dense(
        random, active=3, others=4, multipliers=np.array([0.9, 0.6, 1e-5]),
        slack=np.array([1e-5, 0.8, 1.1, 0.7]))


def semidefinite(random):
    n = 6
    rows = random.normal(size=(8, n))
    return around(random, quadratic_term(random, n, rank=n - 2), rows[:2], rows[2:7], rows[7:])


def scaled(random):
    program = dense(random, active=2, others=4, equalities=1)
    size = np.array([1e-2, 1e-1, 1, 1, 10, 1e2])
    unit = np.array([1e-2, 1, 1e2, 1, 10, 1e-1])
    program["Q"] = program["Q"] * np.outer(size, size)
    program["p"] = program["p"] * size
    program["G"] = program["G"] * np.outer(unit, size)
    program["h"] = program["h"] * unit
    program["A"] = program["A"] * size
    return program


MAKERS = {
    "dense": dense, "equalities": lambda r: dense(r, n=8, equalities=2), "box": box,
    "simplex": simplex, "matching": matching, "dependent-inequalities": dependent_inequalities,
    "dependent-equalities": dependent_equalities, "small-margin": small_margin,
    "semidefinite": semidefinite, "scaled": scaled,
}


def independent(rows):
    """The places of the largest leading choice of independent rows."""
    kept = []
    for place in range(len(rows)):
        if np.linalg.matrix_rank(rows[kept + [place]]) == len(kept) + 1:
            kept.append(place)
    return kept


def exact(program, v, r_p, r_Q):
    """The decision and its derivatives, of the data as they were rounded."""
    n = len(program["p"])
    active = program["active"]
    rows = np.vstack([program["A"], program["G"][active]])
    kept = independent(rows)
    C, d = rows[kept], np.concatenate([program["b"], program["h"][active]])[kept]
    equalities = sum(place < len(program["A"]) for place in kept)
    size = n + len(C)
    K = mp.zeros(size, size)
    for i in range(n):
        for j in range(n):
            K[i, j] = mp.mpf(program["Q"][i, j])
    for i in range(len(C)):
        for j in range(n):
            K[n + i, j] = K[j, n + i] = mp.mpf(C[i, j])
    right = mp.matrix([-mp.mpf(t) for t in program["p"]] + [mp.mpf(t) for t in d])
    inverse = mp.inverse(K)
    solution = inverse * right
    x = solution[:n, 0]
    H = inverse[:n, :n]
    # All inequalities must hold, and the active ones press.
    for i, row in enumerate(program["G"]):
        slack = mp.mpf(program["h"][i]) - sum(mp.mpf(t) * x[j] for j, t in enumerate(row))
        assert slack > -mp.mpf(10) ** -12, ("infeasible", i, slack)
    for t in solution[n + equalities:, 0]:
        assert t > 0, ("an active row does not press", t)
    vector = lambda values: mp.matrix([mp.mpf(t) for t in values])
    matrix = lambda values: mp.matrix(values.tolist())
    u = vector(v) + x
    w = H * u
    z = H * (vector(r_p) + matrix(r_Q) * x)
    y = H * (z + matrix(r_Q) * w)
    half = mp.mpf(1) / 2
    return {
        "x": x, "first/p": -w, "first/Q": -half * (w * x.T + x * w.T), "second/p": y,
        "second/Q": half * (y * x.T + x * y.T + w * z.T + z * w.T),
    }


def plain(value):
    """A matrix of mpmath in doubles; columns become vectors."""
    values = np.array([[float(t) for t in value[i, :]] for i in range(value.rows)])
    return values[:, 0] if values.shape[1] == 1 else values


def main(path):
    with h5py.File(path, "w", libver="latest") as file:
        for kind, make in MAKERS.items():
            for seed in (1, 2):
                random = np.random.RandomState(1000 * list(MAKERS).index(kind) + seed)
                program = make(random)
                n = len(program["p"])
                r_Q = random.normal(size=(n, n))
                direction = dict(
                    v=random.normal(size=n), r_p=random.normal(size=n), r_Q=(r_Q + r_Q.T) / 2)
                group = file.create_group(f"{kind}-{seed}")
                for name in ("Q", "p", "G", "h", "A", "b"):
                    if program[name].size:
                        group[name] = program[name]
                for name, value in direction.items():
                    group[name] = value
                for name, value in exact(program, **direction).items():
                    group[name] = plain(value)


if __name__ == "__main__":
    main(sys.argv[1])
