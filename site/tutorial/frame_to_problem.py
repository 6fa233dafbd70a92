import numpy as np
import pandas as pd
from write_problem import write_problem

frame = pd.read_csv("tutorial.csv", index_col="day")
signals = [name for name in frame if name.startswith("signal")]  # u: known when deciding
returns = [name for name in frame if name.startswith("return")]  # θ: known only afterwards

def rows(use):
    """Features and labels of the rows with this use."""
    part = frame[frame["use"] == use]
    return part[signals], part[returns]

Q = np.diag([1.33, 0.87, 0.72, 1.45])          # cost of large positions
G = [[-0.69, -0.05, -0.13, -0.71],             # three limits: G x ≤ h …
     [0.10, -0.29, -0.31, 0.90],
     [0.04, 0.69, -0.70, 0.19]]
h = [0.24, 0.42, 0.45]
reach = rows("train")[0].std().round(2)        # B = 1: one standard deviation of a column
write_problem("problem.h5", rows("train"), rows("target"), Q, G, h,
              held_out=rows("held_out"), box=1, reach=reach)  # … and −1 ≤ x ≤ 1
