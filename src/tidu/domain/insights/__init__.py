"""统计分析: saved runs of a standard over many enterprises. Nothing yet: the desk of the authorities brings it."""
