//! What a file is said to be by its first bytes.

use std::path::PathBuf;

use super::*;

fn code(name: &str, bytes: &[u8]) -> Code {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let find = |header: &Header| header.named(&["a"]).ok_or(Missing(vec!["`a`"]));
    read(&path, find, &mut Findings::default(), |_, _, _| Ok(())).unwrap_err().code
}

#[test]
fn a_file_is_known_by_its_first_bytes_and_not_by_its_name() {
    assert_eq!(code("t.xlsx", b"b,c\n1,2\n"), Code::MissingColumn);
    assert_eq!(code("t.csv", b"PK\x03\x04 and no archive"), Code::FileTooLarge);
    assert_eq!(code("t.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Code::BadWorkbook);
}

#[test]
fn what_is_not_a_file_is_not_read() {
    let find = |_: &Header| Ok(());
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path(), &folder.path().join("absent.csv")] {
        let error = read(path, find, &mut Findings::default(), |_, _, _| Ok(())).unwrap_err();
        assert_eq!(error.code, Code::FileUnreadable);
    }
    #[cfg(unix)]
    assert_eq!(
        read(Path::new("/dev/zero"), find, &mut Findings::default(), |_, _, _| Ok(())).unwrap_err().code,
        Code::FileUnreadable
    );
}
