import h5py
import numpy as np

def write_problem(path, train, target, Q, G, h, held_out=None, A=None, b=None, box=None,
                  reach=None, **training):
    """Write arrays as a problem; train, target, held_out: pairs of features n×d, labels n×k."""
    settings = {"steps": 60, "learning_rate": 0.1, "activation": "tanh", "loss": "sum",
                "hidden": 16} | training
    arrays = {"problem/quadratic": Q, "problem/inequality_matrix": G,
              "problem/inequality_bound": h, "problem/equality_matrix": A,
              "problem/equality_bound": b}
    for group, pair in [("train", train), ("target", target), ("held_out", held_out)]:
        for name, values in zip(("features", "labels"), pair or ()):
            arrays[f"{group}/{name}"] = values
    if reach is not None:  # how far B = 1 may move an entry, for example one value per column
        arrays["perturbation/upper"] = np.broadcast_to(reach, np.shape(train[0]))
        arrays["perturbation/lower"] = -arrays["perturbation/upper"]
    with h5py.File(path, "w") as file:
        file.attrs["schema"] = "decision-problem/2"
        for name, values in arrays.items():
            if values is not None:
                file[name] = np.asarray(values, dtype=float)
        if box is not None:
            file["problem"].attrs["box"] = float(box)
        file.create_group("training").attrs.update(settings)
