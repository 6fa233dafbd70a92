import csv, glob, json, math, os, sys
from collections import defaultdict
from statistics import fmean, stdev

site = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(__file__), "..")
ledger = json.load(open(f"{site}/numbers/ledger.json", encoding="utf-8"))
panels, cells, units, rows = ledger["panels"], {}, {}, defaultdict(list)
for claim in ledger["claims"]: cells |= {(claim["id"], c["label"]): c for c in claim["cells"]}
for name in sorted(glob.glob(f"{site}/numbers/evaluations-*.csv")):
    for row in csv.DictReader(open(name, encoding="utf-8", newline="")):
        if row["variant"] in ("deployed", "") and row["weights"] != "shared":
            for panel in row["panels"].split():  # folds overlap, groups of a window are one draw
                units[panel, row["unit"]] = row["window"] or row["unit"], row["test_share"] or 0
                place = panel, row["series"], row["victim"], float(row["budget"])
                rows[place].append((row["unit"], row["start"], float(row["utility_targets"])))

def by_unit(values):
    found = defaultdict(list)
    for unit, value in values: found[unit].append(value)
    return {unit: fmean(own) for unit, own in found.items()}

def less(one, other, factor=1): return {unit: one[unit] - factor * other[unit] for unit in one}

def level(panel, series, name): return by_unit((u, x) for u, _, x in rows[panel, series, name, 0])

def loss(panel, series, victim, budget):  # Δ, from the same initial weights
    clean = {(unit, start): x for unit, start, x in rows[panel, "none", victim, 0]}
    return by_unit((u, clean[u, s] - x) for u, s, x in rows[panel, series, victim, budget])

def excess(panel, victim, budget):  # W: beyond the costlier control, or nothing
    attack, *controls = [loss(panel, series, victim, budget) for series in
                         [panels[panel]["attack"]] + panels[panel]["controls"]]
    return less(attack, max(controls + [dict.fromkeys(attack, 0)], key=lambda c: sum(c.values())))

def interval(values, panel):  # mean and 95 % interval over units
    draws = list(by_unit((units[panel, unit][0], x) for unit, x in values.items()).values())
    n, share = len(draws), float(units[panel, next(iter(values))][1])
    half = T[n - 1] * stdev(draws) * math.sqrt(1 / n + share)
    return fmean(draws), fmean(draws) - half, fmean(draws) + half, n

def scale(panel, victim):  # G, or S where the interval of G does not lie above 0
    none, best = level(panel, "reference", "uninformed"), level(panel, "reference", "perfect")
    gain = interval(less(level(panel, "none", victim), none), panel)
    return gain[0] if gain[1] > 0 else interval(less(best, none), panel)[0]

T = {1: 12.706204736174694, 2: 4.302652729749462, 3: 3.1824463052837078, 4: 2.7764451051977934,
     5: 2.570581835636315, 6: 2.446911851144979, 9: 2.262157162798205, 14: 2.144786687917804,
     19: 2.093024054408309}  # Student's table, 97.5 %, by degrees of freedom

def compare(claim, label, decision, mine):
    theirs = cells[claim, label].get("effect") or cells[claim, label]["numbers"][0]
    pairs = zip(mine, [theirs.get("mean", theirs.get("value")), theirs["lower"], theirs["upper"]])
    same = all(math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-12) for a, b in pairs)
    same = same and decision == cells[claim, label]["decision"]
    print(f"{claim}, {label}: {decision}, {mine[:3]}, {'as' if same else 'NOT AS'} in the ledger")
    return same

def below(mean, low, high, _, threshold, equal=0):
    if -equal < low and high < equal: return "equal"
    return "for" if high < threshold else "against" if low > threshold else "open"

agree, focused = [], "decision-focused"
for label, panel in [("small", "4a"), ("large", "4b")]:  # A1: W < 0.10 G
    if panel in panels:
        w = excess(panel, "simple-joint", panels[panel]["reference_budget"])
        found = interval(less(dict.fromkeys(w, 0), w, -1 / scale(panel, "simple-joint")), panel)
        agree.append(compare("A1", label, below(*found, 0.10), found))
for label, transfer, direct in [("small", "5a", "7a"), ("large", "5b", "7b"),
                                ("portfolio", "8a", "8b"), ("Cora", "10a", "10b")]:
    if transfer in panels and direct in panels:  # A6: W(direct) - W(transfer) < -0.05 G
        w = [excess(p, focused, panels[p]["reference_budget"]) for p in (direct, transfer)]
        found, least = interval(less(*w), direct), 0.05 * scale(direct, focused)
        agree.append(compare("A6", label, below(*found, -least, least), found))
if "8a" in panels:  # A8: the share of budgets with W > 0.05 G, of 5 units and 15 trials at least
    least, budgets = 0.05 * scale("8a", focused), panels["8a"]["budgets"]
    w = [excess("8a", focused, budget) for budget in budgets]
    found = interval({unit: fmean(x[unit] > least for x in w) for unit in w[0]}, "8a")
    decision = ("for" if 0.5 < found[1] and found[2] < 0.95 else
                "against" if found[2] < 0.5 or found[1] > 0.95 else "open")
    enough = found[3] >= 5 and len(w[0]) * len(budgets) >= 15
    agree.append(compare("A8", "portfolio", decision if enough else "cannot be judged", found))
sys.exit(0 if all(agree) else 1)
