#!/usr/bin/env python3
"""Writes the groups of deploy/prometheus/rules.yaml into the PrometheusRule of deploy/kubernetes/base."""
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "deploy"
HEAD = """# For the Prometheus operator: the groups of deploy/prometheus/rules.yaml; scripts/update-rules.py writes this file.
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: mantissa
spec:
"""

rules = (FOLDER / "prometheus/rules.yaml").read_text()
groups = rules[rules.index("groups:"):].splitlines(keepends=True)
(FOLDER / "kubernetes/base/prometheus-rule.yaml").write_text(HEAD + "".join("  " + line if line.strip() else line for line in groups))
