"""Import a file of participants: upload, columns, words, preview, taking in, history, undo."""
