"""deploy/kserve against KServe's types, those of the API's core, and what the server does.

KServe's types are read from the sources of its Python package, whose classes list their members; it is not imported, since it would
bring many packages.
"""
import ast
import importlib.metadata
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest
import urllib.request

import kubernetes_validate
import places
import yaml

FOLDER = places.DEPLOY / "kserve"
ROOTS = {
    "ServingRuntime": "V1alpha1ServingRuntime", "ClusterServingRuntime": "V1alpha1ClusterServingRuntime",
    "InferenceService": "V1beta1InferenceService",
}


def kserve_types():
    """By class, its members: JSON name to type."""
    found = {}
    for file in importlib.metadata.distribution("kserve").files:
        if not re.fullmatch(r"kserve/models/v1\w+\.py", str(file)):
            continue
        for node in ast.parse(pathlib.Path(file.locate()).read_text()).body:
            if isinstance(node, ast.ClassDef):
                values = {
                    own.targets[0].id: ast.literal_eval(own.value) for own in node.body
                    if isinstance(own, ast.Assign) and own.targets[0].id in ("openapi_types", "attribute_map")
                }
                found[node.name] = {values["attribute_map"][name]: own for name, own in values["openapi_types"].items()}
    return found


class Types(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kserve = kserve_types()

    def check(self, value, wanted, where):
        if inner := re.fullmatch(r"list\[(.*)\]", wanted):
            self.assertIsInstance(value, list, where)
            for index, element in enumerate(value):
                self.check(element, inner[1], f"{where}[{index}]")
        elif wanted.startswith("dict("):
            self.assertIsInstance(value, dict, where)
        elif wanted in ("str", "bool", "int"):
            self.assertIs(type(value), {"str": str, "bool": bool, "int": int}[wanted], where)
        elif wanted in self.kserve:
            self.assertIsInstance(value, dict, where)
            for name, own in value.items():
                if name not in self.kserve[wanted]:
                    self.fail(f"{where}: {wanted} has no member {name}")
                self.check(own, self.kserve[wanted][name], f"{where}.{name}")
        else:
            # A type of the API's core; what is used of them is checked below.
            self.assertIsInstance(value, dict, where)

    def test_resources_are_of_kserve(self):
        for path in sorted(FOLDER.glob("*.yaml")):
            with self.subTest(path.name):
                document = yaml.safe_load(path.read_text())
                self.assertEqual(document["apiVersion"], {"I": "serving.kserve.io/v1beta1"}.get(document["kind"][0], "serving.kserve.io/v1alpha1"))
                self.check(document, ROOTS[document["kind"]], path.name)

    def test_a_fault_is_found(self):
        document = yaml.safe_load((FOLDER / "inference-service.yaml").read_text())
        document["spec"]["predictor"]["model"]["storageURI"] = "pvc://a"
        with self.assertRaises(AssertionError):
            self.check(document, ROOTS["InferenceService"], "")


def runtimes():
    return {path.name: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("*serving-runtime.yaml"))}


def services():
    return {path.name: yaml.safe_load(path.read_text()) for path in sorted(FOLDER.glob("inference-service*.yaml"))}


class Runtimes(unittest.TestCase):
    def test_containers_are_of_the_api(self):
        for name, runtime in runtimes().items():
            with self.subTest(name):
                pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": runtime["spec"]["containers"]}}
                kubernetes_validate.validate(pod, kubernetes_validate.latest_version(), strict=True)

    def test_both_say_the_same(self):
        first, second = runtimes().values()
        self.assertEqual(first["spec"], second["spec"])

    def test_server_takes_the_arguments(self):
        for name, runtime in runtimes().items():
            with self.subTest(name):
                (container,) = runtime["spec"]["containers"]
                self.assertEqual(container["name"], "kserve-container")
                result = subprocess.run([places.BINARY, *container["args"], "--print-config"], env={}, capture_output=True, text=True)
                self.assertEqual(result.returncode, 0, result.stderr)
                settings = {key: setting["value"] for key, setting in json.loads(result.stdout).items()}
                self.assertEqual(settings["models"], "/mnt/models")
                self.assertEqual(settings["port"], container["ports"][0]["containerPort"])
                self.assertEqual(runtime["spec"]["annotations"]["prometheus.kserve.io/port"], str(settings["port"]))
                for probe in ("readinessProbe", "livenessProbe"):
                    self.assertEqual(container[probe]["httpGet"]["port"], settings["port"])

    def test_drain_fits_the_grace_period(self):
        (container,) = next(iter(runtimes().values()))["spec"]["containers"]
        seconds = sum(float(value) for value in re.findall(r"--drain-\w+=(\d+)", " ".join(container["args"])))
        for name, service in services().items():
            with self.subTest(name):
                # 30 s unless it is said.
                self.assertGreater(service["spec"]["predictor"].get("terminationGracePeriodSeconds", 30), seconds)

    def test_services_ask_for_the_runtime(self):
        formats = next(iter(runtimes().values()))["spec"]["supportedModelFormats"]
        for name, service in services().items():
            with self.subTest(name):
                predictors = [service["spec"]["predictor"], *(one["predictor"] for one in service["spec"].get("canary", []))]
                for predictor in predictors:
                    wanted = predictor["model"]["modelFormat"]
                    self.assertTrue(any(wanted.items() <= one.items() for one in formats))
                    self.assertEqual(predictor["model"]["runtime"], next(iter(runtimes().values()))["metadata"]["name"])

    def test_storage_as_kserve_lays_it_out_is_served_under_the_services_name(self):
        checkpoint = places.ROOT / "Models/efficientnet_lite0/1/model.safetensors"
        (container,) = next(iter(runtimes().values()))["spec"]["containers"]
        for layout, model in [("efficientnet/1/model.safetensors", "efficientnet"), ("efficientnet.safetensors", "efficientnet"),
                              ("model.safetensors", "model")]:
            with self.subTest(layout), tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / layout
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(checkpoint, path)
                # A modelcar's /mnt/models is a symbolic link.
                link = pathlib.Path(folder + "-link")
                link.symlink_to(folder)
                self.addCleanup(link.unlink)
                arguments = [argument for argument in container["args"] if not re.match("--(models|port|host|drain-delay)=", argument)]
                process = subprocess.Popen(
                    [places.BINARY, *arguments, "--models", link, "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
                try:
                    address = process.stdout.readline().split()[-1]
                    with urllib.request.urlopen(f"{address}/v2/models/{model}/ready") as answer:
                        self.assertEqual(answer.status, 200)
                finally:
                    process.terminate()
                    process.wait(30)
                    process.stdout.close()


if __name__ == "__main__":
    unittest.main()
