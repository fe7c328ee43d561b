"""What the WeCom app and 微信客服 share: one client for the API of qyapi.weixin.qq.com, its callbacks and their envelope.

Offers other wings `callback`, `checks`, `client`, `envelope`, `errors`, `links`, `media`, `settings`, `spool`.
"""
