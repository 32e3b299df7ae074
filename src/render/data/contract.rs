//! `data/results.schema.json`: what a program may rely on in `data/results.json`, as JSON Schema (2020-12).

use serde_json::{Map, Value, json};

use super::schema::{Column, Table};

/// Returns the schema of the rows of figures.
pub(in crate::render) fn contract() -> String {
    let columns = Table::Results.columns();
    let properties: Map<String, Value> =
        columns.iter().map(|one| (one.name.clone(), property(one))).collect();
    let names: Vec<_> = columns.iter().map(|column| &column.name).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Figures of a release, one an object",
        "type": "array",
        "items": {
            "type": "object",
            "properties": properties,
            "required": names,
            "additionalProperties": false,
        },
    });
    let mut text = serde_json::to_string_pretty(&schema).expect("a JSON value can be written");
    text.push('\n');
    text
}

fn property(column: &Column) -> Value {
    let kind = column.kind.name();
    let mut stated = Map::new();
    stated.insert("title".into(), json!(column.title));
    stated.insert("description".into(), json!(column.description));
    stated.insert("type".into(), if column.required { json!(kind) } else { json!([kind, "null"]) });
    if !column.values.is_empty() {
        let mut values: Vec<Value> = column.values.iter().map(|value| json!(value)).collect();
        if !column.required {
            values.push(Value::Null);
        }
        stated.insert("enum".into(), Value::Array(values));
    }
    Value::Object(stated)
}

#[cfg(test)]
mod tests {
    use super::super::{cells, json::json as rows_as_json};
    use super::*;
    use crate::render::made_up;

    /// Says what is wrong with a value, by the words of JSON Schema that the contract uses.
    fn faults(schema: &Value, value: &Value) -> Vec<String> {
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let types = match &schema["type"] {
            Value::Array(types) => types.clone(),
            one => vec![one.clone()],
        };
        let mut found = Vec::new();
        if !types.contains(&json!(kind)) {
            found.push(format!("{value} is a {kind}"));
        }
        if schema["enum"].as_array().is_some_and(|values| !values.contains(value)) {
            found.push(format!("{value} is not in the list"));
        }
        for item in value.as_array().into_iter().flatten() {
            found.extend(faults(&schema["items"], item));
        }
        if let Some(object) = value.as_object() {
            for name in schema["required"].as_array().into_iter().flatten() {
                if !object.contains_key(name.as_str().unwrap()) {
                    found.push(format!("{name} is missing"));
                }
            }
            for (name, value) in object {
                match schema["properties"].get(name) {
                    Some(schema) => found.extend(faults(schema, value)),
                    None => found.push(format!("{name} is not known")),
                }
            }
        }
        found
    }

    #[test]
    fn the_figures_keep_the_contract_and_a_broken_row_does_not() {
        let schema: Value = serde_json::from_str(&contract()).unwrap();
        let rows: Value = serde_json::from_str(&rows_as_json(&cells::results(&made_up::results()))).unwrap();
        assert_eq!(faults(&schema, &rows), Vec::<String>::new());
        for (name, value) in [("status", json!("maybe")), ("value", json!("1")), ("extra", json!(1))] {
            let mut broken = rows[0].clone();
            broken[name] = value;
            assert_eq!(faults(&schema, &json!([broken])).len(), 1, "{name}");
        }
        let mut short = rows[0].clone();
        short.as_object_mut().unwrap().remove("unit");
        assert_eq!(faults(&schema, &json!([short])).len(), 1);
    }
}
