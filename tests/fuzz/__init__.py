"""What nobody would write on purpose: for the client's readers, the emulator's routes and the keyboard."""
