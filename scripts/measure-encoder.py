"""Measures models/all-minilm-l6-v2 against its float32 source, and writes the vectors that test/embed compares with.

    python scripts/build-encoder.py --keep-fp32 FP32.onnx
    python scripts/measure-encoder.py FP32.onnx [--write-fixture]

Sentences: every second one of scripts/encoder-sentences.txt, ours; the others smoothed its activations. The window is
that of src/embed/window.ts: 96 tokens of the head, 32 of the tail.
"""

import argparse
import importlib
import json
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

build = importlib.import_module("build-encoder")

FOLDER = build.FOLDER
FIXTURE = build.ROOT / "test" / "fixtures" / "embed" / "parity.json"
WINDOW, TAIL = 128, 32
FIXTURE_TEXTS = (
    "How do I reset my password when I no longer have that phone?",
    "",
    "Überprüfe, ob DAS naïve Café don't öffnet!",
    "東京の天気を教えてください。请用三句话总结。",
    "👩‍👩‍👧 ship it 🚀🚀 ok?",
    "def f(x):\n\treturn {'k': [1, 2.5, None]}  # why?",
    "zero\u200bwidth and soft\u00adhyphen\ufeff",
    " ".join(f"Step {n}: measure, change one thing, measure again." for n in range(1, 41)),
)


def encoder(path, tokenizer):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options)

    def embed(text):
        ids = tokenizer.encode(text).ids
        if len(ids) > WINDOW:
            ids = ids[: WINDOW - TAIL] + ids[-TAIL:]
        row = np.array([ids], np.int64)
        feeds = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
        mean = session.run(["token_embeddings"], feeds)[0][0].mean(axis=0)
        return ids, mean / np.linalg.norm(mean)

    return embed


def print_fidelity(reference, candidate):
    _, sentences = build.sentences()
    exact = np.array([reference(text)[1] for text in sentences])
    rounded = np.array([candidate(text)[1] for text in sentences])
    cosines = (exact * rounded).sum(axis=1)
    itself = 9 * np.eye(len(sentences))
    pairs, rounded_pairs = exact @ exact.T - itself, rounded @ rounded.T - itself
    print(f"{len(sentences)} sentences, cosine of int8 to float32: mean {cosines.mean():.4f}, least {cosines.min():.4f}")
    print(f"cosine of two sentences: greatest change {np.abs(pairs - rounded_pairs).max():.3f}")
    print(f"same nearest neighbour: {100 * (pairs.argmax(axis=1) == rounded_pairs.argmax(axis=1)).mean():.1f} %")


def write_fixture(embed):
    rows = []
    for text in FIXTURE_TEXTS:
        ids, vector = embed(text)
        rows.append({"text": text, "ids": ids, "vector": [round(float(value), 6) for value in vector]})
    FIXTURE.parent.mkdir(parents=True, exist_ok=True)
    FIXTURE.write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")
    print(f"wrote {FIXTURE.relative_to(build.ROOT)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fp32", type=Path, help="the float32 graph that build-encoder.py --keep-fp32 wrote")
    parser.add_argument("--write-fixture", action="store_true", help=f"write {FIXTURE.relative_to(build.ROOT)}")
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(FOLDER / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    shipped = encoder(FOLDER / "model.int8.onnx", tokenizer)
    print_fidelity(encoder(options.fp32, tokenizer), shipped)
    if options.write_fixture:
        write_fixture(shipped)


if __name__ == "__main__":
    main()
