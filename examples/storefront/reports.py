"""Written for the pinned releases, or careful about them: nothing to report here."""

import numpy as np
import pandas as pd

try:
    from pydantic import BaseSettings
except ImportError:
    from pydantic import BaseModel as BaseSettings


class ReportSettings(BaseSettings):
    currency: str = "EUR"


class Rows(list):
    def append(self, row: dict[str, float]) -> None:
        super().append(row)


def monthly(orders: pd.DataFrame) -> pd.DataFrame:
    rows = Rows()
    rows.append({"price": np.float64(1.5)})
    return pd.concat([orders, pd.DataFrame(rows)], ignore_index=True)


def area(values: np.ndarray) -> float:
    return float(np.trapezoid(values) if hasattr(np, "trapezoid") else np.trapz(values))
