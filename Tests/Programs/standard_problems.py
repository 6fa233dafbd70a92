#!/usr/bin/env python3
"""Records what the field's own programs say about the standard problems, for the tests in
Tests/DomainsTests/Standard.

    python3 -m venv env
    env/bin/pip install numpy==2.4.6 scipy==1.17.1 clarabel==0.11.1
    env/bin/pip install --no-deps pyepo==2.2.5
    env/bin/python Tests/Programs/standard_problems.py Tests/Fixtures/standard_problems.json

PyEPO's generators need NumPy alone; their package is entered beside its __init__, which asks for
PyTorch and a solver. Written are

    stream      the first numbers of numpy.random.RandomState of some seeds, call by call;
    data        sums of what PyEPO's generators return, one entry per problem, degree and seed:
                plain ones, and weighted by 1 + (index modulo 97), so that an exchange is seen;
    decisions   of 1000 instances per problem the optimal values that HiGHS finds (scipy's linprog;
                the paths once more as an integer program, scipy's milp), or Clarabel for the
                portfolio with its quadratic constraint, and the decisions themselves: SHA-256 of
                the zeros and ones of all paths, and sums of (j + 1)·x_j of the others;
    regrets     of least squares on 100 training instances of the paths, by NumPy alone.
"""
import hashlib
import importlib
import importlib.metadata
import json
import math
import sys
import types

import clarabel
import numpy as np
import scipy
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

INSTANCES = 1000


def generator(problem):
    """PyEPO's module of a problem, without what the package imports beside it."""
    root = importlib.metadata.distribution("pyepo").locate_file("pyepo")
    for name, path in (("pyepo", root), ("pyepo.data", root / "data")):
        if name not in sys.modules:
            sys.modules[name] = types.ModuleType(name)
            sys.modules[name].__path__ = [str(path)]
    return importlib.import_module(f"pyepo.data.{problem}")


# ------------------------------------------------------------------------------------------ numbers
def sums(array):
    flat = [float(value) for value in np.asarray(array, dtype=np.float64).ravel()]
    return {
        "sum": math.fsum(flat),
        "weighted": math.fsum((1 + i % 97) * value for i, value in enumerate(flat)),
        "first": flat[0],
        "last": flat[-1],
    }


def stream(seed):
    random = np.random.RandomState(seed)
    return {
        "seed": seed,
        "uniform": random.random_sample(3).tolist(),
        "integers": random.randint(0, 500, 5).tolist(),
        "choice": random.choice(range(300, 800), size=(2, 3)).ravel().tolist(),
        "coins": random.binomial(1, 0.5, 12).tolist(),
        # An odd number: the second of a pair waits for the next normal number.
        "normal": random.normal(0, 1, 3).tolist(),
        "between": random.uniform(0.5, 1.5, 2).tolist(),
        "rest": random.randn(2).tolist(),
        # Beyond the first renewal of the 624 words.
        "sum": math.fsum(random.random_sample(5000).tolist()),
    }


def data():
    path, knapsack, portfolio = map(generator, ("shortestpath", "knapsack", "portfolio"))
    result = {"shortest_path": [], "knapsack": [], "portfolio": []}
    for degree in (1, 2, 4, 6, 8):
        for seed in (135, 7):
            case = {"degree": degree, "seed": seed, "instances": 160}
            x, c = path.genData(160, 5, (5, 5), degree, 0.5, seed)
            result["shortest_path"].append({**case, "features": sums(x), "labels": sums(c)})
            w, x, c = knapsack.genData(160, 5, 32, 2, degree, 0.5, seed)
            result["knapsack"].append(
                {**case, "weights": sums(w), "features": sums(x), "labels": sums(c)}
            )
            s, x, c = portfolio.genData(160, 5, 50, degree, 1, seed)
            result["portfolio"].append(
                {**case, "covariance": sums(s), "features": sums(x), "labels": sums(c)}
            )
    return result


# ---------------------------------------------------------------------------------------- decisions
def arcs(rows, columns):
    """Row by row, what leads to the right before what leads downwards."""
    found = []
    for i in range(rows):
        found += [(i * columns + j, i * columns + j + 1) for j in range(columns - 1)]
        if i + 1 < rows:
            found += [(i * columns + j, (i + 1) * columns + j) for j in range(columns)]
    return found


def paths(degree, seed):
    _, costs = generator("shortestpath").genData(INSTANCES, 5, (5, 5), degree, 0.5, seed)
    edges = arcs(5, 5)
    a = np.zeros((25, len(edges)))
    for index, (tail, head) in enumerate(edges):
        a[tail, index], a[head, index] = 1, -1
    b = np.zeros(25)
    b[0], b[24] = 1, -1
    values, text = [], b""
    for cost in costs.astype(np.float64):
        linear = linprog(cost, A_eq=a, b_eq=b, bounds=(0, 1), method="highs")
        whole = milp(
            cost, constraints=LinearConstraint(a, b, b), bounds=Bounds(0, 1),
            integrality=np.ones(len(edges)),
        )
        chosen = np.rint(whole.x)
        assert linear.status == 0 and whole.status == 0
        assert np.abs(linear.x - chosen).max() < 1e-9, "the linear program has another answer"
        values.append(float(cost @ chosen))
        text += bytes(chosen.astype(np.uint8).tolist())
    return {
        "degree": degree, "seed": seed, "values": values,
        "digest": hashlib.sha256(text).hexdigest(),
    }


def place(x):
    return float(np.arange(1, len(x) + 1) @ x)


def knapsacks(degree, seed, leaning):
    weights, features, values = generator("knapsack").genData(INSTANCES, 5, 32, 2, degree, 0.5, seed)
    values = values.astype(np.float64)
    if leaning:
        # Of both signs and without ties, as predictions are.
        values = values - np.mean(values) + features[:, :1] * np.arange(1, 33) / 32
    found, places = [], []
    for value in values:
        answer = linprog(
            -value, A_ub=weights, b_ub=[20, 20], bounds=(0, 1), method="highs-ds",
            options={"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10},
        )
        assert answer.status == 0
        found.append(float(value @ answer.x))
        places.append(place(answer.x))
    return {
        "degree": degree, "seed": seed, "leaning": int(leaning), "values": found, "places": places,
    }


def portfolios(degree, seed):
    covariance, _, returns = generator("portfolio").genData(INSTANCES, 5, 50, degree, 1, seed)
    k, bound = 50, 2.25 * float(np.mean(covariance))
    # xᵀΣx ≤ v as ‖Lᵀx/√v‖ ≤ 1 in a second-order cone.
    factor = np.linalg.cholesky(covariance / bound)
    a = sparse.csc_matrix(
        np.vstack([np.ones((1, k)), -np.eye(k), np.zeros((1, k)), -factor.T])
    )
    b = np.concatenate([[1], np.zeros(k), [1], np.zeros(k)])
    cones = [
        clarabel.ZeroConeT(1), clarabel.NonnegativeConeT(k), clarabel.SecondOrderConeT(k + 1),
    ]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-12
    found, places = [], []
    nothing = sparse.csc_matrix((k, k))
    for value in returns.astype(np.float64):
        answer = clarabel.DefaultSolver(nothing, -value, a, b, cones, settings).solve()
        x = np.array(answer.x)
        assert str(answer.status) in ("Solved", "AlmostSolved"), answer.status
        found.append(float(value @ x))
        places.append(place(x))
    return {"degree": degree, "seed": seed, "values": found, "places": places}


# ------------------------------------------------------------------------------------------ regrets
def shortest(costs):
    """The zeros and ones of the path of least cost, the first that is found of several."""
    edges = arcs(5, 5)
    reach, last = [0.0] + [math.inf] * 24, [-1] * 25
    for index, (tail, head) in enumerate(edges):
        if reach[tail] + costs[index] < reach[head]:
            reach[head], last[head] = reach[tail] + costs[index], index
    path, node = np.zeros(len(edges)), 24
    while node:
        path[last[node]] = 1
        node = edges[last[node]][0]
    return path


def two_stage(degree, seed):
    """The normalised regret of least squares with intercept on 1000 held-out instances."""
    x, c = generator("shortestpath").genData(1150, 5, (5, 5), degree, 0.5, seed)
    c = c.astype(np.float64)
    inputs = np.hstack([x, np.ones((1150, 1))])
    weights = np.linalg.lstsq(inputs[:100], c[:100], rcond=None)[0]
    lost = best = 0.0
    for cost, predicted in zip(c[150:], inputs[150:] @ weights):
        optimum = cost @ shortest(cost)
        lost += cost @ shortest(predicted) - optimum
        best += abs(optimum)
    return {"degree": degree, "seed": seed, "regret": lost / best}


def rounded(value):
    """Values of decisions in 12 digits, which is more than the solvers' tolerances promise."""
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, list):
        return [rounded(item) for item in value]
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    return value


def main(output):
    record = {
        "versions": {
            "pyepo": importlib.metadata.version("pyepo"), "numpy": np.__version__,
            "scipy": scipy.__version__, "clarabel": importlib.metadata.version("clarabel"),
        },
        "stream": [stream(seed) for seed in (0, 135, 2**32 - 1)],
        "data": data(),
        "regrets": [two_stage(degree, seed) for degree in (1, 6, 8) for seed in range(6)],
        "decisions": rounded({
            "shortest_path": [paths(1, 135), paths(8, 135)],
            "knapsack": [knapsacks(4, 135, False), knapsacks(4, 135, True)],
            "portfolio": [portfolios(4, 135)],
        }),
    }
    with open(output, "w", encoding="utf-8") as file:
        json.dump(record, file, separators=(",", ":"), sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
