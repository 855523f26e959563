"""The floor under the build: what importing the libraries and cutting the corpus into words costs.

Run as a process: ``python benchmarks/floor.py TEXT``.
"""

import logging
import sys
from pathlib import Path

import jieba
import pandas  # noqa: F401  (its import is what is measured)
import pyarrow  # noqa: F401
import sklearn.decomposition
import sklearn.feature_extraction.text
import sklearn.metrics  # noqa: F401

if __name__ == "__main__":
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    print(sum(1 for _ in jieba.cut(text)))
