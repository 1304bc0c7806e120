//! The outlines of pictures: commands of an SVG path with whole numbers.

use minijinja::value::Value;

use super::values::trusted;

/// A path in the making.
#[derive(Debug, Default)]
pub struct Path(String);

impl Path {
    /// Returns an empty path with room for so many commands.
    pub fn with_room_for(commands: usize) -> Self {
        Self(String::with_capacity(commands * 8))
    }

    /// Adds a command with its number, such as `h40`.
    pub fn to(&mut self, command: char, number: i64) -> &mut Self {
        self.0.push(command);
        self.0.push_str(itoa::Buffer::new().format(number));
        self
    }

    /// Begins a line at this place.
    pub fn from(&mut self, x: i64, y: i64) -> &mut Self {
        self.to('M', x).to(' ', y)
    }

    /// Closes the outline.
    pub fn close(&mut self) {
        self.0.push('z');
    }

    /// Returns the path as the picture has it.
    #[cfg(test)]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Path> for Value {
    fn from(path: Path) -> Self {
        trusted(path.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_stand_behind_each_other() {
        let mut path = Path::with_room_for(3);
        path.from(10, 20).to('h', 5).to('v', -7).close();
        assert_eq!(path.as_str(), "M10 20h5v-7z");
    }
}
