"""As much of kustomize as deploy/kubernetes uses, so that the overlays can be checked where kustomize is not to be had.

Resources, strategic merge patches (from files and inline, with `$patch: delete`), images, a namespace, and labels without selectors.
What it does not know is an error. kubernetes_test.py holds it against kustomize itself where that is installed.
"""
import copy

import yaml

KNOWN = {"apiVersion", "kind", "resources", "patches", "images", "namespace", "labels"}
# By which member the elements of a list are told apart, as the API's types declare it. Other lists are replaced as a whole.
MERGE_KEYS = {
    "containers": "name", "initContainers": "name", "env": "name", "volumes": "name", "volumeMounts": "mountPath", "ports": "containerPort",
    "topologySpreadConstraints": "topologyKey", "imagePullSecrets": "name",
}
CLUSTER_WIDE = {"Namespace", "ClusterServingRuntime"}


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def merge(base, patch, has_schema=True):
    """What `base` becomes by a strategic merge patch. Resources of custom types have no keys to merge lists by."""
    result = copy.deepcopy(base)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict) and isinstance(result.get(name), dict):
            result[name] = merge(result[name], value, has_schema)
        elif isinstance(value, list) and isinstance(result.get(name), list) and has_schema and name in MERGE_KEYS:
            result[name] = merge_lists(result[name], value, MERGE_KEYS[name])
        else:
            result[name] = copy.deepcopy(value)
    return result


def merge_lists(base, patch, key):
    result = copy.deepcopy(base)
    for element in patch:
        same = next((index for index, own in enumerate(result) if own[key] == element[key]), None)
        if same is None:
            result.append(copy.deepcopy(element))
        else:
            result[same] = merge(result[same], element)
    return result


def identity(document):
    return document["apiVersion"], document["kind"], document["metadata"]["name"]


def build(folder, used=None):
    """The resources of a folder with a kustomization. Files that were read are added to `used`."""
    used = set() if used is None else used
    path = folder / "kustomization.yaml"
    used.add(path)
    (kustomization,) = documents(path)
    unknown = set(kustomization) - KNOWN
    if unknown:
        raise ValueError(f"{path}: {unknown} are not understood here")

    result = []
    for name in kustomization.get("resources", []):
        resource = (folder / name).resolve()
        if resource.is_dir():
            result += build(resource, used)
        else:
            used.add(resource)
            result += documents(resource)
    for entry in kustomization.get("patches", []):
        if set(entry) not in ({"path"}, {"patch"}):
            raise ValueError(f"{path}: the patch {entry} is not understood here")
        if "path" in entry:
            used.add(folder / entry["path"])
            patches = documents(folder / entry["path"])
        else:
            patches = [yaml.safe_load(entry["patch"])]
        for patch in patches:
            (index,) = [index for index, document in enumerate(result) if identity(document) == identity(patch)]
            if patch.get("$patch") == "delete":
                del result[index]
            else:
                result[index] = merge(result[index], patch, "monitoring.coreos.com" not in patch["apiVersion"])
    for document in result:
        if "namespace" in kustomization and document["kind"] not in CLUSTER_WIDE:
            document["metadata"]["namespace"] = kustomization["namespace"]
        for entry in kustomization.get("labels", []):
            if set(entry) != {"pairs", "includeSelectors"} or entry["includeSelectors"]:
                raise ValueError(f"{path}: the labels {entry} are not understood here")
            document["metadata"].setdefault("labels", {}).update(entry["pairs"])
        for image in kustomization.get("images", []):
            replace_image(document, image)
    return result


def replace_image(document, image):
    for container in document.get("spec", {}).get("template", {}).get("spec", {}).get("containers", []):
        # As kustomize does it: by the name that the file has, without what an overlay below has made of it.
        name, _, tag = container["image"].partition(":")
        if name == image["name"]:
            container["image"] = f"{image.get('newName', name)}:{image.get('newTag', tag)}"


def sorted_lists(value):
    """A resource in which lists that are told apart by a key have one order."""
    if isinstance(value, dict):
        return {
            name: sorted(map(sorted_lists, own), key=lambda element: str(element.get(MERGE_KEYS[name])))
            if name in MERGE_KEYS and isinstance(own, list) and all(isinstance(element, dict) for element in own) else sorted_lists(own)
            for name, own in value.items()
        }
    if isinstance(value, list):
        return [sorted_lists(element) for element in value]
    return value
