"""deploy/kubernetes: each overlay as kustomize makes it, against the schemas of the API and against what the server does."""
import json
import re
import shutil
import subprocess
import unittest

import jsonschema
import kubernetes_validate
import kustomize
import places
import yaml

FOLDER = places.DEPLOY / "kubernetes"
OVERLAYS = [FOLDER / "base", *sorted(path.parent for path in (FOLDER / "overlays").glob("*/kustomization.yaml"))]
# The oldest that has what is used, and the newest that is known.
VERSIONS = ["1.27", kubernetes_validate.latest_version()]


def strict(properties, required=()):
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


# As much of the Prometheus operator's types as is used here.
TEXT, TEXTS = {"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}
DURATION = {"type": "string", "pattern": "^([0-9]+(ms|[smhdwy]))+$"}
OPERATOR = {
    "ServiceMonitor": strict(
        {
            "selector": strict({"matchLabels": TEXTS}, ["matchLabels"]),
            "endpoints": {
                "type": "array", "minItems": 1,
                "items": strict({
                    "port": TEXT, "path": TEXT, "interval": DURATION, "scheme": {"enum": ["http", "https"]},
                    "authorization": strict({"type": TEXT, "credentials": strict({"name": TEXT, "key": TEXT}, ["name", "key"])}),
                }, ["port"]),
            },
        }, ["selector", "endpoints"]),
    "PrometheusRule": strict({
        "groups": {
            "type": "array",
            "items": strict({
                "name": TEXT, "interval": DURATION,
                "rules": {
                    "type": "array",
                    "items": {"oneOf": [
                        strict({"alert": TEXT, "expr": TEXT, "for": DURATION, "labels": TEXTS, "annotations": TEXTS}, ["alert", "expr"]),
                        strict({"record": TEXT, "expr": TEXT, "labels": TEXTS}, ["record", "expr"]),
                    ]},
                },
            }, ["name", "rules"]),
        },
    }, ["groups"]),
}


def real_kustomize(folder):
    """What kustomize itself makes of a folder; None where there is none, or an old one."""
    if shutil.which("kustomize"):
        command = ["kustomize", "build"]
    elif shutil.which("kubectl"):
        version = subprocess.run(["kubectl", "version", "--client", "--output=json"], capture_output=True, text=True).stdout
        if not re.search(r'"kustomizeVersion": "v5', version):
            return None
        command = ["kubectl", "kustomize"]
    else:
        return None
    result = subprocess.run([*command, str(folder)], check=True, capture_output=True, text=True)
    return [document for document in yaml.safe_load_all(result.stdout) if document]


class Kubernetes(unittest.TestCase):
    def each(self):
        for folder in OVERLAYS:
            with self.subTest(folder.name):
                yield {document["kind"]: document for document in kustomize.build(folder)}

    def pod(self, built):
        template = built["Deployment"]["spec"]["template"]
        return template["metadata"], template["spec"], template["spec"]["containers"][0]

    def environment(self, container):
        return {variable["name"]: variable["value"] for variable in container["env"]}

    def test_kustomize_makes_the_same(self):
        if real_kustomize(OVERLAYS[0]) is None:
            self.skipTest("there is no kustomize 5")
        for folder in OVERLAYS:
            with self.subTest(folder.name):
                ours, theirs = (
                    {kustomize.identity(document): kustomize.sorted_lists(document) for document in documents}
                    for documents in (kustomize.build(folder), real_kustomize(folder)))
                self.assertEqual(ours, theirs)

    def test_resources_are_of_the_api(self):
        for built in self.each():
            for document in built.values():
                if document["apiVersion"].startswith("monitoring.coreos.com"):
                    jsonschema.validate(document["spec"], OPERATOR[document["kind"]])
                    continue
                for version in VERSIONS:
                    kubernetes_validate.validate(document, version, strict=True)

    def test_no_file_is_left_out(self):
        used = set()
        for folder in OVERLAYS:
            kustomize.build(folder, used)
        self.assertEqual(set(FOLDER.rglob("*.yaml")) - used, set())

    def test_alerts_are_those_of_prometheus(self):
        rule = yaml.safe_load((FOLDER / "base/prometheus-rule.yaml").read_text())
        rules = yaml.safe_load((places.DEPLOY / "prometheus/rules.yaml").read_text())
        self.assertEqual(rule["spec"]["groups"], rules["groups"], "run scripts/update-rules.py")

    def test_what_refers_to_pods_finds_them(self):
        for built in self.each():
            metadata, spec, container = self.pod(built)
            ports = {port["name"] for port in container["ports"]}
            labels = metadata["labels"].items()
            selectors = [built["Deployment"]["spec"]["selector"]["matchLabels"], built["Service"]["spec"]["selector"]]
            selectors.append(built["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"])
            selectors += [constraint["labelSelector"]["matchLabels"] for constraint in spec["topologySpreadConstraints"]]
            if "PodDisruptionBudget" in built:
                selectors.append(built["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"])
            for selector in selectors:
                self.assertLessEqual(selector.items(), labels)
            (port,) = built["Service"]["spec"]["ports"]
            self.assertIn(port["targetPort"], ports)
            for rule in built["NetworkPolicy"]["spec"]["ingress"]:
                self.assertLessEqual({port["port"] for port in rule["ports"]}, ports)
            if "ServiceMonitor" in built:
                monitor = built["ServiceMonitor"]["spec"]
                self.assertLessEqual(monitor["selector"]["matchLabels"].items(), built["Service"]["metadata"]["labels"].items())
                self.assertEqual([endpoint["port"] for endpoint in monitor["endpoints"]], [port["name"]])
            self.assertEqual(spec["serviceAccountName"], built["ServiceAccount"]["metadata"]["name"])
            self.assertEqual(
                {mount["name"] for mount in container.get("volumeMounts", [])}, {volume["name"] for volume in spec.get("volumes", [])})

    def test_server_knows_its_settings_and_listens_at_the_port(self):
        for built in self.each():
            _, _, container = self.pod(built)
            environment = self.environment(container)
            self.assertEqual(places.unknown_settings(container["args"], environment), [])
            result = subprocess.run(
                [places.BINARY, *container["args"], "--print-config"], env=environment, capture_output=True, text=True)
            self.assertEqual(result.returncode, 0, result.stderr)
            settings = {key: setting["value"] for key, setting in json.loads(result.stdout).items()}
            self.assertEqual(settings["port"], container["ports"][0]["containerPort"])
            self.assertEqual(settings["host"], "0.0.0.0")
            for mount in container.get("volumeMounts", []):
                self.assertTrue(
                    any(str(settings[key] or "").startswith(mount["mountPath"]) for key in ("models", "api_keys")),
                    f"{mount['mountPath']} is mounted, and no setting names it")

    def test_probes_fit_the_drain(self):
        openapi = (places.ROOT / "openapi.yaml").read_text()
        for built in self.each():
            _, spec, container = self.pod(built)
            environment = self.environment(container)
            delay, timeout = (float(environment[f"MANTISSA_DRAIN_{name}_SECONDS"]) for name in ("DELAY", "TIMEOUT"))
            self.assertGreater(spec["terminationGracePeriodSeconds"], delay + timeout)
            ready = container["readinessProbe"]
            noticed = ready["failureThreshold"] * (ready["periodSeconds"] + ready["timeoutSeconds"])
            self.assertLess(noticed, delay, "the listener closes before everybody knows that the pod is not ready")
            for name in ("startupProbe", "readinessProbe", "livenessProbe"):
                self.assertIn(f"\n  {container[name]['httpGet']['path']}:\n", openapi)
            self.assertEqual(container["livenessProbe"]["httpGet"]["path"], "/livez", "/readyz fails while the server drains")

    def test_scaling_is_by_a_metric_that_there_is_and_leaves_the_budget_room(self):
        documented = (places.ROOT / "docs/operations.md").read_text()
        for built in self.each():
            if "HorizontalPodAutoscaler" not in built:
                self.assertIn("replicas", built["Deployment"]["spec"])
                continue
            self.assertNotIn("replicas", built["Deployment"]["spec"], "each apply would undo what was scaled")
            spec = built["HorizontalPodAutoscaler"]["spec"]
            self.assertEqual(spec["scaleTargetRef"]["name"], built["Deployment"]["metadata"]["name"])
            for metric in spec["metrics"]:
                if metric["type"] == "Pods":
                    self.assertIn(f"| `{metric['pods']['metric']['name']}{{", documented)
            self.assertGreater(spec["minReplicas"], built["PodDisruptionBudget"]["spec"]["maxUnavailable"])

    def test_pods_keep_the_restricted_standard(self):
        for built in self.each():
            _, spec, container = self.pod(built)
            self.assertEqual(spec["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            self.assertTrue(spec["securityContext"]["runAsNonRoot"] and spec["securityContext"]["runAsUser"] > 0)
            self.assertFalse(spec["automountServiceAccountToken"] or built["ServiceAccount"]["automountServiceAccountToken"])
            own = container["securityContext"]
            self.assertFalse(own["allowPrivilegeEscalation"] or own["privileged"])
            self.assertTrue(own["readOnlyRootFilesystem"])
            self.assertEqual(own["capabilities"], {"drop": ["ALL"]})
            self.assertTrue(all(mount["readOnly"] for mount in container.get("volumeMounts", [])))


if __name__ == "__main__":
    unittest.main()
