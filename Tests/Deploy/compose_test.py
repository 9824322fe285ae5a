"""deploy/compose.yaml and what it mounts."""
import re
import unittest

import places
import yaml

COMPOSE = places.DEPLOY / "compose.yaml"


def mounts(service):
    return service.get("volumes", [])


def source(mount):
    """The folder of a bind mount; of ${NAME:-DEFAULT} the default."""
    return places.DEPLOY / re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", mount["source"])


class Compose(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.compose = yaml.safe_load(COMPOSE.read_text())
        cls.services = cls.compose["services"]

    def each(self):
        for name, service in self.services.items():
            with self.subTest(name):
                yield name, service

    def test_what_is_mounted_is_there(self):
        volumes = set(self.compose["volumes"])
        for _, service in self.each():
            for mount in mounts(service):
                if mount["type"] == "bind":
                    self.assertTrue(source(mount).is_dir(), mount)
                    self.assertTrue(mount["read_only"], mount)
                else:
                    self.assertIn(mount["source"], volumes)
                    volumes.discard(mount["source"])
        self.assertEqual(volumes, set(), "nobody mounts these volumes")

    def test_what_a_service_waits_for_is_there_in_its_profiles(self):
        for name, service in self.each():
            for other in service.get("depends_on", []):
                profiles = set(self.services[other].get("profiles", []))
                self.assertTrue(profiles <= set(service.get("profiles", [])), f"{name} waits for {other}, which may not run")

    def test_nothing_runs_with_more_rights_than_it_needs(self):
        for name, service in self.each():
            self.assertEqual(service["cap_drop"], ["ALL"])
            self.assertIn("no-new-privileges:true", service["security_opt"])
            self.assertTrue(service.get("read_only") or name == "grafana")
            for port in service.get("ports", []):
                self.assertTrue(port.startswith("127.0.0.1:"), f"{port} is open to the network")

    def test_images_have_a_version(self):
        for name, service in self.each():
            if "build" not in service:
                self.assertRegex(service["image"], r":v?\d+\.\d+")

    def test_server_knows_its_settings_and_has_time_to_drain(self):
        for name in ("mantissa", "replica"):
            service = self.services[name]
            self.assertEqual(places.unknown_settings(service.get("command", []), service["environment"]), [])
            delay = float(service["environment"]["MANTISSA_DRAIN_DELAY_SECONDS"])
            self.assertGreater(float(service["stop_grace_period"].rstrip("s")), delay + 30)

    def test_prometheus_and_the_balancer_name_the_replicas(self):
        scraped = yaml.safe_load((places.DEPLOY / "prometheus/prometheus.yaml").read_text())["scrape_configs"][0]
        balanced = re.findall(r"^server (\w+):8000", (places.DEPLOY / "nginx/replicas.conf").read_text(), re.MULTILINE)
        self.assertEqual(balanced, ["mantissa", "replica"])
        for name in balanced:
            aliases = self.services[name]["networks"]["default"]["aliases"]
            self.assertEqual(aliases, scraped["dns_sd_configs"][0]["names"])

    def test_grafana_finds_its_dashboard_and_prometheus(self):
        grafana = self.services["grafana"]
        targets = {mount["target"]: source(mount) for mount in mounts(grafana) if mount["type"] == "bind"}
        provider = yaml.safe_load((places.DEPLOY / "grafana/provisioning/dashboards/mantissa.yaml").read_text())["providers"][0]
        self.assertIn(provider["options"]["path"], targets)
        home = grafana["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
        folder, _, name = home.rpartition("/")
        self.assertTrue((targets[folder] / name).is_file())
        data = yaml.safe_load((places.DEPLOY / "grafana/provisioning/datasources/prometheus.yaml").read_text())["datasources"][0]
        self.assertIn(re.fullmatch(r"http://(\w+):9090", data["url"])[1], self.services)


if __name__ == "__main__":
    unittest.main()
