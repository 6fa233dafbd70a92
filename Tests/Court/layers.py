#!/usr/bin/env python3
"""Asks a decision layer of another library for the decisions and derivatives of the suite.

    python3 layers.py                   lists the layers
    python3 layers.py LAYER SUITE.h5    prints what LAYER answers, as one JSON object

The layer is differentiated as its users would: by the automatic differentiation of its framework,
twice in reverse for second derivatives, in JAX forward over reverse where that fails. Tolerances
are set where the layer has any, since they are not what is judged. What a layer raises is kept as
its refusal, with the first line of the message. Whether an answer is right is not decided here.

Needs numpy and h5py, and what the layer needs: torch with qpth, cvxpylayers, libdqp, moreau,
proxsuite; jax with jaxopt, qpax.
"""

import importlib.metadata
import json
import sys
import warnings

import h5py
import numpy as np


class Instance:
    """A program of the suite; without equalities A and b are None."""

    def __init__(self, group):
        values = {name: group[name][()] for name in ("Q", "p", "G", "h", "v", "r_p", "r_Q")}
        self.__dict__.update(values)
        self.A, self.b = (group[name][()] if name in group else None for name in ("A", "b"))
        self.n = len(self.p)


# Layers of torch: a function of the instance that gives the function of Q and p.


def qpth(instance):
    import torch
    from qpth.qp import QPFunction

    rows = [torch.tensor(t) for t in (instance.G, instance.h)] + [
        torch.tensor([]).double() if t is None else torch.tensor(t)
        for t in (instance.A, instance.b)]
    return lambda Q, p: QPFunction(verbose=-1, eps=1e-12, maxIter=60)(Q, p, *rows)[0]


def cvxpylayers(solver, **arguments):
    def make(instance):
        import cvxpy
        import torch
        from cvxpylayers.torch import CvxpyLayer

        if np.linalg.matrix_rank(instance.Q) < instance.n:
            raise ValueError("its documented form takes a root of Q, which has no derivative here")
        x = cvxpy.Variable(instance.n)
        root = cvxpy.Parameter((instance.n, instance.n))
        p = cvxpy.Parameter(instance.n)
        rules = [instance.G @ x <= instance.h]
        if instance.A is not None:
            rules.append(instance.A @ x == instance.b)
        # The documented form: a parameter may not be the matrix of a quadratic form.
        problem = cvxpy.Problem(
            cvxpy.Minimize(0.5 * cvxpy.sum_squares(root @ x) + p @ x), rules)
        layer = CvxpyLayer(problem, parameters=[root, p], variables=[x], solver=solver)
        return lambda Q, p: layer(
            torch.linalg.cholesky(Q).T, p, solver_args=arguments)[0]

    return make


def libdqp(instance):
    import torch
    from dqp import dQP

    layer = dQP.dQP_layer(settings=dQP.build_settings(
        solve_type="dense", qp_solver="clarabel", eps_abs=1e-10, empty_batch=False))
    rows = [None if t is None else torch.tensor(t) for t in (
        instance.G, instance.h, instance.A, instance.b)]
    return lambda Q, p: layer(Q, p, *rows)[0].reshape(-1)


def moreau(instance):
    import moreau as package
    import torch
    from moreau.torch import Solver

    rows, bounds, zero = instance.G, instance.h, 0
    if instance.A is not None:
        rows, bounds = np.vstack([instance.A, rows]), np.concatenate([instance.b, bounds])
        zero = len(instance.A)
    n, m = instance.n, len(rows)
    offsets = lambda count: torch.arange(0, count * n + 1, n)
    columns = lambda count: torch.arange(n).repeat(count)
    solver = Solver(
        n, m, offsets(n), columns(n), offsets(m), columns(m),
        package.Cones(num_zero_cones=zero, num_nonneg_cones=m - zero))

    def decide(Q, p):
        x = solver.solve(
            Q.reshape(-1), torch.tensor(rows).reshape(-1), p, torch.tensor(bounds)).x
        # What the solver itself does not call solved is a refusal.
        status = str(solver.info.status)
        if "solved" not in status.lower():
            raise RuntimeError(f"status {status}")
        return x.reshape(-1)

    return decide


def proxqp(instance):
    import torch
    from proxsuite.torch.qplayer import QPFunction

    A = np.zeros((0, instance.n)) if instance.A is None else instance.A
    b = np.zeros(0) if instance.b is None else instance.b
    rows = [torch.tensor(t) for t in (
        A, b, instance.G, np.full(len(instance.h), -1e20), instance.h)]
    return lambda Q, p: QPFunction(eps=1e-10, maxIter=10000)(Q, p, *rows)[0].reshape(-1)


# Layers of JAX.


def jaxopt(instance):
    import jaxopt as package

    solver = package.OSQP(tol=1e-9, maxiter=20000)
    equal = None if instance.A is None else (instance.A, instance.b)
    return lambda Q, p: solver.run(
        params_obj=(Q, p), params_eq=equal, params_ineq=(instance.G, instance.h)).params.primal


def qpax(instance):
    import qpax as package

    A = np.zeros((0, instance.n)) if instance.A is None else instance.A
    b = np.zeros(0) if instance.b is None else instance.b
    return lambda Q, p: package.solve_qp_primal(
        Q, p, A, b, instance.G, instance.h, solver_tol=1e-10, target_kappa=1e-10)


# What the packages say of themselves on the index (read on 2026-11-28): none speaks of second
# derivatives.
PROMISE = "derivatives; of second ones nothing is said"

# Name: framework, what makes the layer, the packages whose versions count, how it is set.
LAYERS = {
    "qpth": ("torch", qpth, ["qpth"], "eps 1e-12"),
    "cvxpylayers-scs": (
        "torch", cvxpylayers("DIFFCP", solve_method="SCS", eps=1e-10, max_iters=100000),
        ["cvxpylayers", "diffcp", "scs"], "SCS, eps 1e-10"),
    "cvxpylayers-clarabel": (
        "torch", cvxpylayers(
            "DIFFCP", solve_method="Clarabel", tol_gap_abs=1e-12, tol_gap_rel=1e-12,
            tol_feas=1e-12),
        ["cvxpylayers", "diffcp", "clarabel"], "Clarabel, tolerances 1e-12"),
    "cvxpylayers-moreau": (
        "torch", cvxpylayers("MOREAU"), ["cvxpylayers", "moreau"], "Moreau, as it comes"),
    "libdqp": ("torch", libdqp, ["libdqp", "clarabel"], "Clarabel, eps_abs 1e-10"),
    "moreau": ("torch", moreau, ["moreau"], "as it comes"),
    "proxqp": ("torch", proxqp, ["proxsuite"], "eps 1e-10"),
    "jaxopt": ("jax", jaxopt, ["jaxopt"], "OSQP, tol 1e-9"),
    "qpax": ("jax", qpax, ["qpax"], "solver_tol and target_kappa 1e-10"),
}


def numbers(values):
    """Numbers in order; nothing where one is not finite."""
    values = np.asarray(values, dtype=float).ravel()
    if not np.isfinite(values).all():
        raise ArithmeticError("numbers that are not finite")
    return values.tolist()


def torch_stages(make, instance):
    """The stages of a layer of torch: each gives the names and values that it adds."""
    import torch

    n = instance.n
    v, r_p, r_Q = (torch.tensor(t) for t in (instance.v, instance.r_p, instance.r_Q))

    def decide():
        # p and Q are parts of one prediction, as what a network puts out.
        both = torch.tensor(np.append(instance.p, instance.Q), requires_grad=True)
        return both, make(instance)(both[n:].reshape(n, n), both[:n])

    def slope(keeps_graph):
        both, x = decide()
        return both, torch.autograd.grad(v @ x + 0.5 * x @ x, both, create_graph=keeps_graph)[0]

    def first():
        return parts(n, "first", slope(keeps_graph=False)[1])

    def second():
        both, by_both = slope(keeps_graph=True)
        along = by_both[:n] @ r_p + (by_both[n:].reshape(n, n) * r_Q).sum()
        return parts(n, "second", torch.autograd.grad(along, both)[0])

    return (lambda: {"x": decide()[1].detach()}), first, second


def jax_stages(make, instance):
    """The same of a layer of JAX."""
    import jax

    jax.config.update("jax_enable_x64", True)
    layer, n = make(instance), instance.n
    both = jax.numpy.array(np.append(instance.p, instance.Q))

    def decide(both):
        return layer(both[n:].reshape(n, n), both[:n])

    def value(both):
        x = decide(both)
        return instance.v @ x + 0.5 * x @ x

    slope = jax.grad(value)
    directions = np.append(instance.r_p, instance.r_Q)

    def second():
        # Second derivatives commute, so that forward over reverse says the same; it is what is left
        # where a loop cannot be differentiated in reverse.
        try:
            found = jax.jit(jax.grad(lambda both: slope(both) @ directions))(both)
        except ValueError:
            found = jax.jit(lambda both: jax.jvp(slope, (both,), (directions,))[1])(both)
        return parts(n, "second", found)

    return (
        lambda: {"x": jax.jit(decide)(both)},
        lambda: parts(n, "first", jax.jit(slope)(both)),
        second)


def parts(n, name, values):
    """A gradient by p and Q under its names; that by Q made symmetric."""
    values = np.asarray(values)
    by_Q = values[n:].reshape(n, n)
    return {f"{name}/p": values[:n], f"{name}/Q": (by_Q + by_Q.T) / 2}


def answers(stages, make, instance):
    """What each stage gives: its values by name, or why there are none."""
    found = {}
    try:
        asked = stages(make, instance)
    except Exception as error:
        return {name: refusal(error) for name in STAGES}
    for name, stage in zip(STAGES, asked):
        try:
            found[name] = {key: numbers(value) for key, value in stage().items()}
        except Exception as error:
            found[name] = refusal(error)
    return found


STAGES = ("decision", "first", "second")


def refusal(error):
    lines = str(error).strip().splitlines() or [""]
    return {"refusal": f"{type(error).__name__}: {lines[0]}"[:300]}


def main(arguments):
    if not arguments:
        print("\n".join(LAYERS))
        return
    warnings.simplefilter("ignore")
    name, path = arguments
    framework, make, packages, setting = LAYERS[name]
    stages = {"torch": torch_stages, "jax": jax_stages}[framework]
    # What libraries print on the way must not mix with the answer.
    output, sys.stdout = sys.stdout, sys.stderr
    with h5py.File(path) as file:
        found = {key: answers(stages, make, Instance(file[key])) for key in file}
    versions = [f"{t} {importlib.metadata.version(t)}" for t in packages + [framework]]
    print(json.dumps({"versions": versions, "setting": setting, "promise": PROMISE,
                      "answers": found}), file=output)


if __name__ == "__main__":
    main(sys.argv[1:])
