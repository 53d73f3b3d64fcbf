"""How laptops come to agree: one function, whatever carries it."""
