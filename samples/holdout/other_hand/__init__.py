"""The holdout's own drawing: another hand than the one that draws the rest of `samples/`, and no line shared with it."""
