"""岗位轮岗: the plan of a rotation, its two signatures, calling it off and taking it back."""
