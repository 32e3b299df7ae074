//! Cuts a return into pieces that hold whole `<Child>` elements, so that it is read in parallel and in
//! little memory however long it is.

use std::io::{ErrorKind, Read};
use std::path::Path;

use memchr::memmem;

use crate::diag::{Code, Diagnostic, unreadable};

/// How much is read before a cut is looked for.
const PIECE: usize = 1 << 18;
/// The longest that the header, one child or the end of a file may be.
const LONGEST: usize = 16 << 20;

const OPEN: &[u8] = b"<Child>";
const CLOSE: &[u8] = b"</Child>";

/// A stretch of one file.
pub(super) struct Piece {
    /// What it holds.
    pub(super) part: Part,
    /// The line on which it begins.
    pub(super) line: u64,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// What a piece holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// All before the first child.
    Head,
    /// Whole children.
    Children,
    /// All after the last child.
    Tail,
}

/// The pieces of one file, in order: one head, any number of children, one tail.
pub(super) struct Pieces<'a, R> {
    file: &'a Path,
    source: R,
    buffer: Vec<u8>,
    line: u64,
    at: At,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Head,
    Children,
    Done,
}

impl<'a, R: Read> Pieces<'a, R> {
    /// Starts at the beginning of a file, past a byte order mark.
    pub(super) fn new(file: &'a Path, source: R) -> Self {
        Self { file, source, buffer: Vec::new(), line: 1, at: At::Head }
    }

    /// Gives back what was read from, which is at its end once there is no next piece.
    pub(super) fn source(self) -> R {
        self.source
    }

    /// Returns the next piece; `None` after the tail.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, Diagnostic> {
        match self.at {
            At::Head => self.head().map(Some),
            At::Children => self.children().map(Some),
            At::Done => Ok(None),
        }
    }

    fn head(&mut self) -> Result<Piece, Diagnostic> {
        loop {
            let ended = self.fill()?;
            let first = markup(&self.buffer).find(|&at| self.buffer[at..].starts_with(OPEN));
            if let Some(first) = first {
                self.at = At::Children;
                return Ok(self.cut(Part::Head, first));
            }
            if ended {
                self.at = At::Done;
                let length = self.buffer.len();
                return Ok(self.cut(Part::Head, length));
            }
            self.bounded()?;
        }
    }

    fn children(&mut self) -> Result<Piece, Diagnostic> {
        loop {
            let ended = self.fill()?;
            if let Some(end) = last_close(&self.buffer) {
                return Ok(self.cut(Part::Children, end));
            }
            if ended {
                self.at = At::Done;
                let length = self.buffer.len();
                return Ok(self.cut(Part::Tail, length));
            }
            self.bounded()?;
        }
    }

    fn fill(&mut self) -> Result<bool, Diagnostic> {
        let before = self.buffer.len();
        self.buffer.resize(before + PIECE, 0);
        let mut end = before;
        while end < self.buffer.len() {
            match self.source.read(&mut self.buffer[end..]) {
                Ok(0) => break,
                Ok(read) => end += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(self.file, &error)),
            }
        }
        self.buffer.truncate(end);
        if before == 0 && self.line == 1 && self.at == At::Head {
            self.open()?;
        }
        Ok(end < before + PIECE)
    }

    fn open(&mut self) -> Result<(), Diagnostic> {
        if self.buffer.starts_with(b"\xff\xfe") || self.buffer.starts_with(b"\xfe\xff") {
            return Err(Diagnostic::new(Code::NotUtf8, "the file is UTF-16, not UTF-8").in_file(self.file));
        }
        if self.buffer.starts_with(b"\xef\xbb\xbf") {
            self.buffer.drain(..3);
        }
        Ok(())
    }

    fn bounded(&self) -> Result<(), Diagnostic> {
        if self.buffer.len() < LONGEST {
            return Ok(());
        }
        let message = format!("more than {} MB without a whole <Child>", LONGEST >> 20);
        Err(Diagnostic::new(Code::FileTooLarge, message).at_row(self.file, self.line, None))
    }

    fn cut(&mut self, part: Part, length: usize) -> Piece {
        let rest = self.buffer.split_off(length);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let line = self.line;
        self.line += newlines(&bytes);
        Piece { part, line, bytes }
    }
}

/// Returns the number of line ends.
pub(super) fn newlines(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

fn last_close(buffer: &[u8]) -> Option<usize> {
    let plain = memmem::find(buffer, b"<!").is_none();
    let last = if plain {
        memmem::rfind(buffer, CLOSE)
    } else {
        markup(buffer).filter(|&at| buffer[at..].starts_with(CLOSE)).last()
    };
    last.map(|at| at + CLOSE.len())
}

/// Returns where each tag begins, passing over comments and character data, which may hold anything.
fn markup(buffer: &[u8]) -> impl Iterator<Item = usize> {
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from + memchr::memchr(b'<', buffer.get(from..)?)?;
            let rest = &buffer[at..];
            let close: &[u8] = if rest.starts_with(b"<!--") {
                b"-->"
            } else if rest.starts_with(b"<![CDATA[") {
                b"]]>"
            } else {
                from = at + 1;
                return Some(at);
            };
            from = at + memmem::find(rest, close)? + close.len();
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &[u8]) -> Vec<(Part, u64, String)> {
        let mut pieces = Pieces::new(Path::new("a.xml"), text);
        std::iter::from_fn(|| pieces.next().unwrap())
            .map(|piece| (piece.part, piece.line, String::from_utf8(piece.bytes).unwrap()))
            .collect()
    }

    #[test]
    fn a_file_is_a_head_whole_children_and_a_tail() {
        let found =
            pieces(b"\xef\xbb\xbf<M>\n<Children>\n<Child>a</Child>\n<Child>b</Child>\n</Children></M>");
        let expected = [
            (Part::Head, 1, "<M>\n<Children>\n"),
            (Part::Children, 3, "<Child>a</Child>\n<Child>b</Child>"),
            (Part::Tail, 4, "\n</Children></M>"),
        ];
        assert_eq!(found, expected.map(|(part, line, text)| (part, line, text.to_owned())));
    }

    #[test]
    fn a_child_in_a_comment_is_not_a_cut() {
        let found = pieces(b"<M><!-- <Child> --><Children><Child>a<!-- </Child> --></Child></Children></M>");
        assert_eq!(found[0].2, "<M><!-- <Child> --><Children>");
        assert_eq!(found[1].2, "<Child>a<!-- </Child> --></Child>");
    }

    #[test]
    fn a_long_file_is_cut_and_put_together_again_without_a_byte_lost() {
        let child = "<Child><LAchildID>x</LAchildID></Child>\n";
        let text = format!("<M><Children>\n{}</Children></M>", child.repeat(100_000));
        let found = pieces(text.as_bytes());
        assert!(found.len() > 4);
        assert_eq!(found.iter().map(|piece| piece.2.as_str()).collect::<String>(), text);
        for window in found.windows(2) {
            assert_eq!(window[0].1 + newlines(window[0].2.as_bytes()), window[1].1);
        }
    }

    #[test]
    fn a_file_made_to_be_huge_is_refused_in_little_memory() {
        let mut endless = Pieces::new(Path::new("a.xml"), std::io::repeat(b'x'));
        let refused = endless.next().err().unwrap();
        assert_eq!(refused.code, Code::FileTooLarge);
    }

    #[test]
    fn utf16_is_refused_by_name() {
        let mut pieces = Pieces::new(Path::new("a.xml"), &b"\xff\xfe<\0M\0"[..]);
        assert_eq!(pieces.next().err().unwrap().code, Code::NotUtf8);
    }
}
