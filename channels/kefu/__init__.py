"""The channel 微信客服, for merchants and residents: a callback announces rows, we pull them, a window limits answers."""
