"""The WeCom app and 微信客服 over a strict API of our own; ciphertext by an implementation that is not ours."""
