"""Tidu (梯度) runs the SME cultivation programmes of a province, or of the whole country."""
