"""How the conduct rules learn from the development corpus; a process of its own, which alone imports scikit-learn."""
