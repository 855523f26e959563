"""How much more a text uses a term than the rest of the corpus does.

Keyness is the weighted log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn
(2008).
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Counts = NDArray[np.int64]

INTERVAL: Final = 1.96
"""Standard errors on either side of a keyness for a 95 % interval."""

PRIOR_SHARE: Final = 0.1
"""The weight of the prior, as a share of the corpus."""

LEAST_USES: Final = 3
"""Minimum uses of a distinctive term. The interval alone does not ensure this: for a term that is rare
elsewhere it lies above 0 for two uses, which one sentence can have."""


def log_odds(
    here: Counts, corpus: Counts, size: Counts, total: int, share: float = PRIOR_SHARE
) -> pd.DataFrame:
    r"""Calculate the weighted log-odds ratio of terms between texts and the rest of the corpus.

    With :math:`y_i` uses among the :math:`n_i` terms of a text, :math:`y_j` and :math:`n_j` in the rest of
    the corpus (so :math:`y = y_i + y_j`, :math:`n = n_i + n_j`), and the prior
    :math:`\alpha = \alpha_0 y / n`, by which every text is a draw from the whole corpus:

    .. math::

        \delta = \log\frac{y_i + \alpha}{n_i + \alpha_0 - y_i - \alpha}
               - \log\frac{y_j + \alpha}{n_j + \alpha_0 - y_j - \alpha}, \qquad
        \sigma^2 = \frac{1}{y_i + \alpha} + \frac{1}{y_j + \alpha}

    Parameters
    ----------
    here, corpus
        :math:`y_i` and :math:`y`, one for each pair of a text and a term.
    size, total
        :math:`n_i`, one for each pair, and :math:`n`.
    share
        :math:`\alpha_0 / n`: the weight of the prior, as a share of the corpus.

    Returns
    -------
    DataFrame
        For each pair: keyness (:math:`\delta`), keyness_low and keyness_high, the bounds of its 95 %
        interval, z, keyness over its standard error, and error (:math:`\sigma`; all float64); distinctive
        (bool): used three times or more, with an interval above 0.

    References
    ----------
    Monroe, Colaresi and Quinn (2008): Fightin' Words: Lexical Feature Selection and Evaluation for
    Identifying the Content of Political Conflict. Political Analysis 16(4), 372-403, equations 15 to 22.
    """
    prior = share * total
    alpha = share * corpus
    rest = corpus - here
    # The only term of a corpus has no odds.
    known = corpus < total
    inside = np.divide(here + alpha, size + prior - here - alpha, out=np.ones_like(alpha), where=known)
    outside = np.divide(
        rest + alpha, total - size + prior - rest - alpha, out=np.ones_like(alpha), where=known
    )
    delta = np.log(inside) - np.log(outside)
    error = np.sqrt(1 / (here + alpha) + 1 / (rest + alpha))
    low = delta - INTERVAL * error
    return pd.DataFrame(
        {
            "keyness": delta,
            "keyness_low": low,
            "keyness_high": delta + INTERVAL * error,
            "z": delta / error,
            "error": error,
            "distinctive": (here >= LEAST_USES) & (low > 0),
        }
    )
