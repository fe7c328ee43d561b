"""岗位轮岗: who hands over to whom on which day, and the states of that."""
