"""Pages: the chat, the board, what the public may see, health and figures."""
