"""Who can do what, why, and what a change to it means: pure functions over models."""
