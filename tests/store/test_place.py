"""Where a data file must not lie."""

from pathlib import Path, PurePosixPath

import pytest

from ozon_xl.errors import StoreOnNetworkError
from ozon_xl.store import Store
from ozon_xl.store.place import is_remote, is_synced, is_unc, linux_mounts, mac_mounts

LINUX = r"""
/dev/sda2 / ext4 rw,relatime 0 0
proc /proc proc rw,nosuid 0 0
/dev/sdb1 /people ext4 rw,relatime 0 0
//nas/shop /people/vera/shop cifs rw,vers=3.1.1,username=vera 0 0
nas:/export /mnt/nfs3 nfs rw,vers=3 0 0
nas:/export /mnt/nfs4 nfs4 rw,vers=4.2 0 0
//nas/x /mnt/new\040disk smb3 rw 0 0
vera@nas:/ /mnt/ssh fuse.sshfs rw,user_id=1000 0 0
drive: /mnt/drive fuse.rclone rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
C:\134 /mnt/c 9p rw,aname=drvfs 0 0
share /media/host vboxsf rw 0 0
/dev/sdc1 /media/usb fuseblk rw 0 0
systemd-1 /mnt/auto autofs rw 0 0
nas:/auto /mnt/auto nfs4 rw 0 0
nas:/over /mnt/local nfs4 rw 0 0
/dev/sdd1 /mnt/local ext4 rw 0 0
/dev/sde1 /mnt/nfs4/own xfs rw 0 0
tmpfs /scratch tmpfs rw 0 0
"""
MAC = """
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//vera@nas._smb._tcp.local/shop on /Volumes/shop (smbfs, nodev, nosuid, mounted by vera)
nas:/export on /Volumes/work (old) (nfs, nodev, nosuid)
/dev/disk4s1 on /Volumes/stick (exfat, local, nodev)
"""


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/people/vera/.local/share/ozon_xl/store.sqlite", False),
        ("/people/vera/shop/store.sqlite", True),
        ("/people/vera/shop2/store.sqlite", False),
        ("/mnt/nfs3/a/b/store.sqlite", True),
        ("/mnt/nfs4/store.sqlite", True),
        ("/mnt/nfs4/own/store.sqlite", False),
        ("/mnt/new disk/store.sqlite", True),
        ("/mnt/ssh/store.sqlite", True),
        ("/mnt/drive/store.sqlite", True),
        ("/run/user/1000/gvfs/smb-share:server=nas/store.sqlite", True),
        ("/mnt/c/Users/vera/store.sqlite", True),
        ("/media/host/store.sqlite", True),
        ("/media/usb/store.sqlite", False),
        ("/mnt/auto/store.sqlite", True),
        ("/mnt/local/store.sqlite", False),
        ("/scratch/store.sqlite", False),
        ("/store.sqlite", False),
    ],
)
def test_a_mount_of_another_computer_is_known_by_its_type(path: str, remote: bool) -> None:
    assert is_remote(PurePosixPath(path), linux_mounts(LINUX)) is remote


@pytest.mark.parametrize(
    ("path", "remote"),
    [
        ("/Users/vera/Library/Application Support/ozon_xl/store.sqlite", False),
        ("/Volumes/shop/store.sqlite", True),
        ("/Volumes/work (old)/store.sqlite", True),
        ("/Volumes/stick/store.sqlite", False),
    ],
)
def test_a_mac_names_its_mounts_otherwise(path: str, remote: bool) -> None:
    assert is_remote(PurePosixPath(path), mac_mounts(MAC)) is remote


def test_a_root_on_a_network_is_the_computers_own() -> None:
    assert not is_remote(PurePosixPath("/people/vera/store.sqlite"), linux_mounts("nas:/root / nfs4 rw 0 0\n"))
    assert not is_remote(PurePosixPath("/people/vera/store.sqlite"), [])


@pytest.mark.parametrize(
    ("path", "unc"),
    [
        (r"\\server\share\store.sqlite", True),
        (r"//server/share/store.sqlite", True),
        (r"\\?\UNC\server\share\store.sqlite", True),
        (r"\\wsl.localhost\Debian\home\store.sqlite", True),
        (r"C:\Users\vera\store.sqlite", False),
        (r"\\?\C:\Users\vera\store.sqlite", False),
        (r"\\.\C:\store.sqlite", False),
        ("/people/vera/store.sqlite", False),
        ("store.sqlite", False),
    ],
)
def test_windows_names_of_other_computers(path: str, unc: bool) -> None:
    assert is_unc(path) is unc


@pytest.mark.parametrize(
    ("path", "synced"),
    [
        ("/Users/vera/OneDrive/store.sqlite", True),
        ("/Users/vera/OneDrive - ООО Чай/x/store.sqlite", True),
        ("/Users/vera/Library/CloudStorage/OneDrive-Personal/store.sqlite", True),
        ("/Users/vera/Library/Mobile Documents/com~apple~CloudDocs/store.sqlite", True),
        ("/people/vera/Dropbox (Work)/store.sqlite", True),
        ("/people/vera/Google Drive/My Drive/store.sqlite", True),
        ("/people/vera/GoogleDrive/store.sqlite", True),
        ("/people/vera/Яндекс.Диск/store.sqlite", True),
        ("/people/vera/YandexDisk/store.sqlite", True),
        ("/people/vera/坚果云/store.sqlite", True),
        ("/people/vera/Nextcloud/store.sqlite", True),
        ("/people/vera/onedrive.sqlite", False),
        ("/people/vera/Documents/My OneDrive backup/store.sqlite", False),
        ("/people/vera/drive/store.sqlite", False),
    ],
)
def test_synchronised_folders_are_known_by_name(path: str, synced: bool) -> None:
    assert is_synced(PurePosixPath(path)) is synced


def test_a_store_is_not_made_in_a_synchronised_folder(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive - Shop"
    folder.mkdir()
    with pytest.raises(StoreOnNetworkError, match="OneDrive - Shop"):
        Store.open(folder / "store.sqlite")
    assert list(folder.iterdir()) == []


def test_a_link_does_not_hide_where_a_store_really_lies(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    link = tmp_path / "data"
    try:
        link.symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    except OSError:
        pytest.skip("this user may not make links")
    with pytest.raises(StoreOnNetworkError):
        Store.open(link / "store.sqlite")
