"""推荐学 and 便民: what is recommended to read."""
