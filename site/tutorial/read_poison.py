import h5py
import numpy as np

def read_poison(path):
    """Read what `report attack` has written: ε, utilities, verdict and decisions."""
    def text(value):
        return value.decode() if isinstance(value, bytes) else value
    with h5py.File(path) as file:
        def array(name):
            return file[name][()] if name in file else None
        utilities = {}  # by learner, weights ("shared": given ones, "fresh": others) and place
        for learner in file.get("evaluation", ()):
            for weights, places in file["evaluation"][learner].items():
                for place, state in places.items():
                    means = {name: np.mean(values) for name, values in state.items()}
                    for control in file.get("controls", ()):
                        draws = array(f"controls/{control}/{learner}/{weights}/{place}")
                        if draws is not None:
                            means[control] = np.mean(draws)
                    utilities[learner, weights, place] = means
        return {"epsilon": array("perturbation/features"), "alpha": array("perturbation/labels"),
                "gradient": array("meta_gradient/features"), "utilities": utilities,
                "verdict": {name: text(value) for name, value in file["verdict"].attrs.items()},
                "decisions": {state: array(f"decided/{state}/targets/decisions")
                              for state in ("clean", "poisoned")}}
