"""The parts of the screens: data in by methods and reactives, typed messages out. No requests."""
