"""How far apart two colours stand for eyes that lack one kind of cone.

Deficiencies are simulated by the matrices of Machado, Oliveira and Fernandes, « A
Physiologically-based Model for Simulation of Color Vision Deficiency » (IEEE TVCG 15:6, 2009),
severity 1, in linear sRGB; distances are Euclidean in CIELAB (D65), where about 2 is the
smallest difference an eye notices side by side.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]

CONFUSABLE = 15.0
DEFICIENCIES: Mapping[str, Colour] = {
    "vision ordinaire": np.eye(3),
    "protanopie": np.array([[0.152286, 1.052583, -0.204868],
                            [0.114503, 0.786281, 0.099216],
                            [-0.003882, -0.048116, 1.051998]]),
    "deutéranopie": np.array([[0.367322, 0.860646, -0.227968],
                              [0.280085, 0.672501, 0.047413],
                              [-0.011820, 0.042940, 0.968881]]),
    "tritanopie": np.array([[1.255528, -0.076749, -0.178779],
                            [-0.078411, 0.930809, 0.147602],
                            [0.004733, 0.691367, 0.303900]]),
}  # fmt: skip
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375],
                 [0.2126729, 0.7151522, 0.0721750],
                 [0.0193339, 0.1191920, 0.9503041]])  # fmt: skip
_WHITE = _XYZ @ np.ones(3)


def confusions(first: str, second: str) -> tuple[str, ...]:
    """The kinds of vision, among `DEFICIENCIES`, for which two `#rrggbb` come too close."""
    return tuple(name for name in DEFICIENCIES if distance(first, second, name) < CONFUSABLE)


def distance(first: str, second: str, vision: str) -> float:
    """CIELAB distance of two `#rrggbb` as an eye of that kind sees them."""
    return float(np.linalg.norm(_lab(_seen(first, vision)) - _lab(_seen(second, vision))))


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two `#rrggbb`, 1 to 21 (WCAG 2.1, relative luminance)."""
    light, dark = sorted(
        (float(_XYZ[1] @ _linear(first)), float(_XYZ[1] @ _linear(second))), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def _seen(hue: str, vision: str) -> Colour:
    seen: Colour = np.clip(DEFICIENCIES[vision] @ _linear(hue), 0, 1)
    return seen


def _linear(hue: str) -> Colour:
    """`#rrggbb` → linear sRGB, 0 to 1 (IEC 61966-2-1)."""
    gamma = np.array([int(hue[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear: Colour = np.where(gamma <= 0.04045, gamma / 12.92, ((gamma + 0.055) / 1.055) ** 2.4)
    return linear


def _lab(linear: Colour) -> Colour:
    ratio = (_XYZ @ linear) / _WHITE
    f = np.where(ratio > (6 / 29) ** 3, np.cbrt(ratio), ratio * (29 / 6) ** 2 / 3 + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
