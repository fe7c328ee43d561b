"""微信客服, for merchants and residents: a doorbell rings, rows are pulled, and a window says how much may be answered."""
