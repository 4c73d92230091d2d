//! Evaluates flags with OpenFeature's SDK for Rust and its OFREP provider. It reads requests from standard input, one JSON
//! object a line, and writes what an application gets, one JSON object a line.

use open_feature::{
    Client, EvaluationContext, EvaluationDetails, EvaluationErrorCode, EvaluationResult, FlagMetadata,
    FlagMetadataValue, OpenFeature, StructValue, Value,
};
use open_feature_ofrep::{OfrepOptions, OfrepProvider};
use reqwest::header::{AUTHORIZATION, HeaderMap};
use serde_json::{Map, Value as Json, json};
use std::collections::HashMap;
use std::error::Error;
use std::io;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut clients = HashMap::new();
    for line in io::stdin().lines() {
        let call: Json = serde_json::from_str(&line?)?;
        let domain = format!("{} {}", text(&call, "url"), text(&call, "key"));
        if !clients.contains_key(&domain) {
            let client = connect(&domain, text(&call, "url"), text(&call, "key")).await?;
            clients.insert(domain.clone(), client);
        }
        println!("{}", evaluate(&clients[&domain], &call).await);
    }
    Ok(())
}

/// The client of an edge and a key. It keeps its connections, as that of an application does.
async fn connect(domain: &str, url: &str, key: &str) -> Result<Client, Box<dyn Error>> {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, format!("Bearer {key}").parse()?);
    let options = OfrepOptions { base_url: url.to_string(), headers, ..Default::default() };
    let provider = OfrepProvider::new(options).await?;
    OpenFeature::singleton_mut().await.set_named_provider(domain, provider).await;
    Ok(OpenFeature::singleton().await.create_named_client(domain))
}

async fn evaluate(client: &Client, call: &Json) -> Json {
    let key = text(call, "flagKey");
    let context = context_of(&call["context"]);
    let context = Some(&context);
    match text(call, "type") {
        "boolean" => result_of(client.get_bool_details(key, context, None).await, call),
        "string" => result_of(client.get_string_details(key, context, None).await, call),
        "integer" => result_of(client.get_int_details(key, context, None).await, call),
        "float" => result_of(client.get_float_details(key, context, None).await, call),
        _ => result_of(client.get_struct_details::<StructValue>(key, context, None).await, call),
    }
}

/// The SDK returns an error in place of details. An application then takes its default.
fn result_of<T: Into<Value>>(details: EvaluationResult<EvaluationDetails<T>>, call: &Json) -> Json {
    match details {
        Ok(found) => json!({
            "value": json_of(found.value.into()),
            "variant": found.variant,
            "reason": found.reason.map(|reason| reason.to_string()),
            "errorCode": null,
            "metadata": metadata_of(found.flag_metadata),
        }),
        Err(error) => json!({
            "value": call["codeDefault"],
            "variant": null,
            "reason": "ERROR",
            "errorCode": match error.code {
                EvaluationErrorCode::General(_) => "GENERAL".to_string(),
                code => code.to_string(),
            },
            "metadata": {},
        }),
    }
}

fn context_of(attributes: &Json) -> EvaluationContext {
    let mut context = EvaluationContext::default();
    for (name, value) in attributes.as_object().into_iter().flatten() {
        let text = value.as_str().unwrap_or_default();
        context = match name.as_str() {
            "targetingKey" => context.with_targeting_key(text),
            _ => context.with_custom_field(name, text),
        };
    }
    context
}

fn json_of(value: Value) -> Json {
    match value {
        Value::Bool(value) => json!(value),
        Value::Int(value) => json!(value),
        Value::Float(value) => json!(value),
        Value::String(value) => json!(value),
        Value::Array(values) => values.into_iter().map(json_of).collect(),
        Value::Struct(value) => {
            Json::Object(value.fields.into_iter().map(|(name, field)| (name, json_of(field))).collect())
        }
    }
}

fn metadata_of(metadata: FlagMetadata) -> Map<String, Json> {
    let entries = metadata.values.into_iter().map(|(name, value)| {
        let value = match value {
            FlagMetadataValue::Bool(value) => json!(value),
            FlagMetadataValue::Int(value) => json!(value),
            FlagMetadataValue::Float(value) => json!(value),
            FlagMetadataValue::String(value) => json!(value),
        };
        (name, value)
    });
    entries.collect()
}

fn text<'a>(call: &'a Json, member: &str) -> &'a str {
    call[member].as_str().unwrap_or_default()
}
