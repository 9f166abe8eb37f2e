"""Orders, as an assistant that remembers pandas 1.3 writes them."""

import numpy as np
import pandas as pd
from sqlalchemy import create_engine


def read_orders(path: str) -> pd.DataFrame:
    return pd.read_csv(path, error_bad_lines=False)


class OrderBook:
    def __init__(self) -> None:
        self.orders = pd.DataFrame({"item": [], "price": []})

    def add(self, item: str, price: float) -> None:
        row = {"item": item, "price": np.float_(price)}
        self.orders = self.orders.append(row, ignore_index=True)

    def labels(self) -> list[str]:
        return [f"{name}: {len(column)}" for name, column in self.orders.iteritems()]

    def total(self) -> float:
        return float(np.round(self.orders["price"].sum(), 2))


def stored_orders(url: str) -> list[tuple[object, ...]]:
    engine = create_engine(url)
    return list(engine.execute("select item, price from orders"))
