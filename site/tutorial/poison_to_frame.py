import pandas as pd
from read_poison import read_poison

frame = pd.read_csv("tutorial.csv", index_col="day")
signals = [name for name in frame if name.startswith("signal")]
days = frame.index[frame["use"] == "train"]  # the rows of ε, in order
poison = read_poison("poison.h5")
moved = pd.DataFrame(poison["epsilon"], index=days, columns=signals)

by_column = moved.abs().mean().sort_values(ascending=False)  # mean move of each column
by_row = moved.abs().sum(axis=1).nlargest(5)                 # the five rows that moved most
touched = int((moved != 0).any(axis=1).sum())                # how many rows were moved at all
print(by_column.round(4), by_row.round(4), f"{touched} rows were touched", sep="\n\n")

poisoned = frame.copy()  # train your own pipeline on this, too
poisoned.loc[days, signals] += moved
