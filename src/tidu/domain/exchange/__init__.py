"""数据交换: what offices bring in and take out. Owns no facts of its own."""
