"""What several tests of figures compare with, reckoned once."""

import pandas as pd
import pytest

from maps.records.layers import Layer
from tests.maps.figures.measured_apart import exposure


@pytest.fixture(scope="session")
def paris(layers: dict[str, Layer]) -> pd.DataFrame:
    """Exposure of every arrondissement, reckoned another way than the published tables."""
    return exposure(
        layers["arrondissements"], layers["iris"], layers["ppri"], layers["plus_hautes_eaux"]
    )
