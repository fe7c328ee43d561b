"""The board: what managers open from chat to see streets, shops and cases at a glance."""
