"""How quick the program feels, measured on a real pseudo-terminal beside a bare Textual app."""
