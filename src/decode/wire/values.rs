//! JSON values as they may come: of the wrong type, missing or null, which is told later.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::FromMembers;
use crate::decode::java_time;

/// The JSON type of a value that was not of the expected one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A text that PowerShell put where an array or object lay too deep for it.
    Flattened,
    /// An array.
    Array,
    /// An object.
    Object,
}

impl JsonType {
    /// Returns a text, or what PowerShell writes for what lies deeper than it was told to go.
    pub(super) fn of_text(text: &str) -> Self {
        let flattened = text.starts_with("System.Object[]")
            || text.starts_with("System.Collections.")
            || (text.starts_with("@{") && text.ends_with('}'));
        if flattened {
            Self::Flattened
        } else {
            Self::Text
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text | Self::Flattened => "a text",
            Self::Array => "an array",
            Self::Object => "an object",
        })
    }
}

/// A member that should be a text or a number.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Scalar<'a> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// A text.
    Text(Cow<'a, str>),
    /// A number that is an integer, also when written `5.0`.
    Integer(i64),
    /// A number that is no integer of 64 bits.
    OtherNumber(f64),
    /// Something else.
    Other(JsonType),
}

impl Scalar<'_> {
    /// Returns the same value, free of the document it was read from.
    pub fn into_owned(self) -> Scalar<'static> {
        match self {
            Self::Absent => Scalar::Absent,
            Self::Null => Scalar::Null,
            Self::Text(text) => Scalar::Text(Cow::Owned(text.into_owned())),
            Self::Integer(number) => Scalar::Integer(number),
            Self::OtherNumber(number) => Scalar::OtherNumber(number),
            Self::Other(json_type) => Scalar::Other(json_type),
        }
    }

    /// Returns whether the member is absent, null or an empty text.
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Absent | Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::Integer(_) | Self::OtherNumber(_) | Self::Other(_) => false,
        }
    }
}

/// A member that should be an object.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Object<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// An object.
    Value(T),
    /// Something else.
    Other(JsonType),
}

/// A member that should be an array of objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum List<T> {
    /// The member is not there.
    #[default]
    Absent,
    /// The member is `null`.
    Null,
    /// An array; what is no object keeps its place in it.
    Items(Vec<Object<T>>),
    /// Something else.
    Other(JsonType),
}

pub(super) fn drain_array<'de, A: SeqAccess<'de>>(mut array: A) -> Result<JsonType, A::Error> {
    while array.next_element::<IgnoredAny>()?.is_some() {}
    Ok(JsonType::Array)
}

pub(super) fn drain_object<'de, A: MapAccess<'de>>(mut object: A) -> Result<JsonType, A::Error> {
    while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(JsonType::Object)
}

struct ScalarVisitor<'a>(std::marker::PhantomData<&'a ()>);

impl<'de: 'a, 'a> Visitor<'de> for ScalarVisitor<'a> {
    type Value = Scalar<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a number")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Scalar::Other(JsonType::Boolean))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Scalar::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Self::Value, E> {
        Ok(Scalar::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Self::Value, E> {
        Ok(i64::try_from(number).map_or(Scalar::OtherNumber(number as f64), Scalar::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        // Beyond 2^53 a floating-point number no longer says which integer was meant.
        let exact = number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0;
        Ok(if exact {
            Scalar::Integer(number as i64)
        } else {
            Scalar::OtherNumber(number)
        })
    }

    /// Returns some programs write a date-time as the array of its numbers.
    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let (mut numbers, mut others) = (Vec::new(), false);
        while let Some(Part(element)) = array.next_element()? {
            match element {
                Some(number) if numbers.len() < 8 => numbers.push(number),
                _ => others = true,
            }
        }
        let written = (!others).then(|| java_time::written(&numbers)).flatten();
        Ok(written.map_or(Scalar::Other(JsonType::Array), |text| {
            Scalar::Text(text.into())
        }))
    }

    /// Programs wrap single values: `{"$date": …}` of databases, PowerShell's dates,
    /// `{"value": …, "DisplayHint": 2, "DateTime": …}`, and the fields of Java's.
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut value = Scalar::Other(JsonType::Object);
        let mut parts = serde_json::Map::new();
        while let Some(name) = object.next_key::<Cow<'de, str>>()? {
            if matches!(&*name, "value" | "$date" | "$numberLong" | "$numberInt") {
                value = object.next_value()?;
            } else if java_time::is_part(&name) {
                parts.insert(name.into_owned(), object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        let of_parts = || java_time::of_object(&parts).map(|text| Scalar::Text(text.into()));
        Ok(match value {
            Scalar::Other(JsonType::Object) => of_parts().unwrap_or(value),
            value => value,
        })
    }
}

/// An element of an array: its number, where it is a whole one.
struct Part(Option<i64>);

struct PartVisitor;

impl<'de> Visitor<'de> for PartVisitor {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_i64<E>(self, number: i64) -> Result<Part, E> {
        Ok(Part(Some(number)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Part, E> {
        Ok(Part(i64::try_from(number).ok()))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_str<E>(self, _: &str) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_unit<E>(self) -> Result<Part, E> {
        Ok(Part(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Part, A::Error> {
        drain_array(array).map(|_| Part(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<Part, A::Error> {
        drain_object(object).map(|_| Part(None))
    }
}

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor(std::marker::PhantomData))
    }
}

/// The visits by which every value that is neither array nor object names its type.
macro_rules! scalars_are_other {
    ($other:expr) => {
        fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
            Ok($other(JsonType::of_text(text)))
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($other(JsonType::Number))
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($other(JsonType::Number))
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($other(JsonType::Number))
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($other(JsonType::Boolean))
        }
    };
}

struct ObjectVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: FromMembers<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        T::from_members(members).map(Object::Value)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Object::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, array: A) -> Result<Self::Value, A::Error> {
        drain_array(array).map(Object::Other)
    }

    scalars_are_other!(Object::Other);
}

impl<'de, T: FromMembers<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(std::marker::PhantomData))
    }
}

struct ListVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: FromMembers<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = array.next_element()? {
            items.push(item);
        }
        Ok(List::Items(items))
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(List::Null)
    }

    /// Windows PowerShell wraps some arrays: `{"value": […], "Count": 2}`.
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut list = List::Other(JsonType::Object);
        while let Some(name) = object.next_key::<Cow<'de, str>>()? {
            if name == "value" {
                list = object.next_value()?;
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(list)
    }

    scalars_are_other!(List::Other);
}

impl<'de, T: FromMembers<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListVisitor(std::marker::PhantomData))
    }
}
