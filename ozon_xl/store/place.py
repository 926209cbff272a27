"""Where a data file must not lie: on network drives and in folders that a program synchronises.

SQLite's log needs memory that all its users share, which a network drive has not; a synchronising program copies a
file while it is being written, or puts an old copy over it. Data files break on both.
"""

import ctypes
import re
import subprocess
import sys
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from ozon_xl.errors import StoreOnNetworkError

_REMOTE: Final = frozenset(
    {
        "9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "davfs", "drvfs", "glusterfs", "lustre", "ncpfs", "nfs",
        "nfs3", "nfs4", "ocfs2", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav",
        "fuse.blobfuse", "fuse.ceph-fuse", "fuse.curlftpfs", "fuse.davfs", "fuse.davfs2", "fuse.gcsfuse",
        "fuse.glusterfs", "fuse.google-drive-ocamlfuse", "fuse.goofys", "fuse.gvfsd-fuse", "fuse.juicefs",
        "fuse.onedriver", "fuse.rclone", "fuse.s3fs", "fuse.smbnetfs", "fuse.sshfs", "fuse.vmhgfs-fuse",
    }
)  # fmt: skip
"""File systems of other computers, and of the host of a virtual machine."""

_SYNCED: Final = re.compile(
    r"onedrive|dropbox|google ?drive|icloud ?drive|mobile documents$|yandex\.?disk|яндекс\.? ?диск|nextcloud|owncloud|"
    r"坚果云|nutstore|baidusyncdisk|box sync$|pcloud|mega ?sync|mail\.ru cloud|облако mail",
    re.IGNORECASE,
)
"""How synchronised folders are named."""

_LINUX_MOUNT: Final = re.compile(r"^\S+ (?P<point>/\S*) (?P<type>\S+) ", re.MULTILINE)
_MAC_MOUNT: Final = re.compile(r"^.+ on (?P<point>/.*) \((?P<type>\w+)[,)]", re.MULTILINE)
_DRIVE_REMOTE: Final = 4


Mounts = list[tuple[PurePath, str]]
"""Where file systems are hung in, and of which type each is."""


def refuse_shared_place(path: Path) -> None:
    """Raises StoreOnNetworkError where a data file at ``path`` would break."""
    real = path.resolve()
    if any(is_synced(each) or is_unc(str(each)) for each in (path, real)) or _is_remote_here(real):
        raise StoreOnNetworkError(path=path)


def is_synced(path: PurePath) -> bool:
    """Whether a folder on the way bears the name of a synchronising program."""
    return any(_SYNCED.match(part) for part in path.parts[:-1])


def is_unc(path: str) -> bool:
    r"""Whether Windows reads ``path`` as one on another computer: ``\\server\share`` in any of its spellings."""
    drive = PureWindowsPath(path).drive.upper()
    return drive.startswith("\\\\?\\UNC\\") or (drive.startswith("\\\\") and drive[2] not in "?.")


def is_remote(path: PurePath, mounts: Mounts) -> bool:
    """Whether the mount that ``path`` lies in is of another computer. The root counts as this computer's, whatever its
    type: the system itself lives there.
    """
    above = [(len(point.parts), number) for number, (point, _) in enumerate(mounts) if path.is_relative_to(point)]
    depth, nearest = max(above, default=(1, 0))  # of two in one place, the later hides the earlier
    return depth > 1 and mounts[nearest][1] in _REMOTE


def linux_mounts(text: str) -> Mounts:
    """From ``/proc/mounts``, which writes a blank in a name as ``\\040``."""
    return [(PurePath(_unescaped(found["point"])), found["type"]) for found in _LINUX_MOUNT.finditer(text)]


def mac_mounts(text: str) -> Mounts:
    """From what ``mount`` prints on a Mac."""
    return [(PurePath(found["point"]), found["type"]) for found in _MAC_MOUNT.finditer(text)]


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), text)


if sys.platform == "win32":

    def _is_remote_here(path: Path) -> bool:
        return ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == _DRIVE_REMOTE

elif sys.platform == "darwin":

    def _is_remote_here(path: Path) -> bool:
        printed = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
        return is_remote(path, mac_mounts(printed.stdout))

else:

    def _is_remote_here(path: Path) -> bool:
        try:
            text = Path("/proc/mounts").read_text("utf-8", "surrogateescape")
        except OSError:
            return False
        return is_remote(path, linux_mounts(text))
