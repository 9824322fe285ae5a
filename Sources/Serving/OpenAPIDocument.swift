// swift-format-ignore-file
// Made by scripts/embed-openapi.sh from openapi.yaml; change that file and run the script again.

/// The description of the interface, as it stands in openapi.yaml.
enum OpenAPIDocument {
    static let text = #"""
        openapi: 3.1.0
        info:
          title: Mantissa
          version: 0.1.0
          summary: Image models in INT16 dynamic fixed point over HTTP.
          description: |
            Classification, multi-label and embedding answers for photographs. The same checkpoint and image give the same bytes,
            whatever the batch, the number of threads and the instruction set. Every error is a problem of RFC 9457, unless its route
            belongs to another protocol with a form of its own. `HEAD` is answered wherever `GET` is, and `OPTIONS` on every path lists its
            methods in `Allow`. Every answer has an `X-Request-Id`: the request's own, if that is 1 to 128 visible ASCII characters, else a
            new one. `traceparent` and `tracestate` (W3C Trace Context) say which trace a request belongs to. `security` of an operation says
            which API key a server that has keys asks for; `OPTIONS` and the operations without it are everybody's.
          license:
            name: Apache-2.0
            identifier: Apache-2.0
        servers:
          - url: http://localhost:8000
        tags:
          - name: predict
            description: Ask a model about images.
          - name: compatible
            description: The interfaces of other servers, for clients that have them.
          - name: inference
            description: The Open Inference Protocol, version 2, and Triton's extensions of it.
          - name: models
            description: What is served.
          - name: operations
            description: Probes, metrics, this document and a page to try it.
        paths:
          /v1/classify:
            post:
              tags: [predict]
              operationId: classify
              summary: Which class is it?
              description: |
                Softmax over all classes, or the sigmoid of each where the model was trained so; the best first, ties go to the lower index.
                On the default model.
              parameters:
                - $ref: '#/components/parameters/TopK'
                - $ref: '#/components/parameters/Classes'
                - $ref: '#/components/parameters/Temperature'
                - $ref: '#/components/parameters/Logits'
                - $ref: '#/components/parameters/LogitsEncoding'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Predictions' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsClassify
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/multilabel:
            post:
              tags: [predict]
              operationId: multilabel
              summary: Which classes are in it?
              description: A score of its own for each class; all that reach the threshold, the best first. On the default model.
              parameters:
                - $ref: '#/components/parameters/TopK'
                - $ref: '#/components/parameters/Threshold'
                - $ref: '#/components/parameters/Thresholds'
                - $ref: '#/components/parameters/Classes'
                - $ref: '#/components/parameters/Temperature'
                - $ref: '#/components/parameters/Logits'
                - $ref: '#/components/parameters/LogitsEncoding'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Predictions' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsMultilabel
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/embed:
            post:
              tags: [predict]
              operationId: embed
              summary: Its embedding.
              description: The feature before the classifier, scaled to length 1. On the default model.
              parameters:
                - $ref: '#/components/parameters/Dimensions'
                - $ref: '#/components/parameters/EncodingFormat'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Embeddings' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsEmbed
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/embeddings:
            post:
              tags: [compatible]
              operationId: openAIEmbeddings
              summary: Embeddings of images in the form of OpenAI's interface.
              description: |
                What `/v1/embed` computes, for clients of OpenAI's interface. `input` holds images; addresses are not fetched.
              parameters:
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody:
                required: true
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/OpenAIEmbeddingsRequest' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/OpenAIEmbeddings' }
                '400': { $ref: '#/components/responses/OpenAIBadRequest' }
                '401': { $ref: '#/components/responses/OpenAIUnauthorized' }
                '403': { $ref: '#/components/responses/OpenAIForbidden' }
                '404': { $ref: '#/components/responses/OpenAINotFound' }
                '405': { $ref: '#/components/responses/OpenAIMethodNotAllowed' }
                '408': { $ref: '#/components/responses/OpenAIRequestTimeout' }
                '413': { $ref: '#/components/responses/OpenAIContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/OpenAIUnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/OpenAIUnprocessableContent' }
                '429': { $ref: '#/components/responses/OpenAITooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/OpenAIInternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/OpenAIServiceUnavailable' }
                '504': { $ref: '#/components/responses/OpenAIGatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [compatible]
              operationId: optionsOpenAIEmbeddings
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /embed:
            post:
              tags: [compatible]
              operationId: teiEmbed
              summary: Embeddings of images in the form of text-embeddings-inference.
              description: What `/v1/embed` computes with the default model, for clients of Hugging Face's text-embeddings-inference.
              parameters:
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody:
                required: true
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/TEIEmbedRequest' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/TEIEmbeddings' }
                '400': { $ref: '#/components/responses/TEIBadRequest' }
                '401': { $ref: '#/components/responses/TEIUnauthorized' }
                '403': { $ref: '#/components/responses/TEIForbidden' }
                '404': { $ref: '#/components/responses/TEINotFound' }
                '405': { $ref: '#/components/responses/TEIMethodNotAllowed' }
                '408': { $ref: '#/components/responses/TEIRequestTimeout' }
                '413': { $ref: '#/components/responses/TEIContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/TEIUnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/TEIUnprocessableContent' }
                '429': { $ref: '#/components/responses/TEITooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/TEIInternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/TEIServiceUnavailable' }
                '504': { $ref: '#/components/responses/TEIGatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [compatible]
              operationId: optionsTEIEmbed
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /info:
            get:
              tags: [compatible]
              operationId: teiInfo
              summary: The default model and the limits in the form of text-embeddings-inference.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/TEIInfo' }
                '400': { $ref: '#/components/responses/TEIBadRequest' }
                '401': { $ref: '#/components/responses/TEIUnauthorized' }
                '403': { $ref: '#/components/responses/TEIForbidden' }
                '404': { $ref: '#/components/responses/TEINotFound' }
                '405': { $ref: '#/components/responses/TEIMethodNotAllowed' }
                '408': { $ref: '#/components/responses/TEIRequestTimeout' }
                '413': { $ref: '#/components/responses/TEIContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/TEITooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/TEIInternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/TEIServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [compatible]
              operationId: headTEIInfo
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [compatible]
              operationId: optionsTEIInfo
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models/{model}/classify:
            post:
              tags: [predict]
              operationId: classifyOfModel
              summary: Which class is it?
              description: |
                Softmax over all classes, or the sigmoid of each where the model was trained so; the best first, ties go to the lower index.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/TopK'
                - $ref: '#/components/parameters/Classes'
                - $ref: '#/components/parameters/Temperature'
                - $ref: '#/components/parameters/Logits'
                - $ref: '#/components/parameters/LogitsEncoding'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Predictions' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsClassifyOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models/{model}/multilabel:
            post:
              tags: [predict]
              operationId: multilabelOfModel
              summary: Which classes are in it?
              description: A score of its own for each class; all that reach the threshold, the best first.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/TopK'
                - $ref: '#/components/parameters/Threshold'
                - $ref: '#/components/parameters/Thresholds'
                - $ref: '#/components/parameters/Classes'
                - $ref: '#/components/parameters/Temperature'
                - $ref: '#/components/parameters/Logits'
                - $ref: '#/components/parameters/LogitsEncoding'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Predictions' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsMultilabelOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models/{model}/embed:
            post:
              tags: [predict]
              operationId: embedOfModel
              summary: Its embedding.
              description: The feature before the classifier, scaled to length 1.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Dimensions'
                - $ref: '#/components/parameters/EncodingFormat'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Embeddings' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsEmbedOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models/{model}/versions/{version}/classify:
            post:
              tags: [predict]
              operationId: classifyOfVersion
              summary: Which class is it?
              description: |
                Softmax over all classes, or the sigmoid of each where the model was trained so; the best first, ties go to the lower index.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
                - $ref: '#/components/parameters/TopK'
                - $ref: '#/components/parameters/Classes'
                - $ref: '#/components/parameters/Temperature'
                - $ref: '#/components/parameters/Logits'
                - $ref: '#/components/parameters/LogitsEncoding'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Predictions' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsClassifyOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models/{model}/versions/{version}/multilabel:
            post:
              tags: [predict]
              operationId: multilabelOfVersion
              summary: Which classes are in it?
              description: A score of its own for each class; all that reach the threshold, the best first.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
                - $ref: '#/components/parameters/TopK'
                - $ref: '#/components/parameters/Threshold'
                - $ref: '#/components/parameters/Thresholds'
                - $ref: '#/components/parameters/Classes'
                - $ref: '#/components/parameters/Temperature'
                - $ref: '#/components/parameters/Logits'
                - $ref: '#/components/parameters/LogitsEncoding'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Predictions' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsMultilabelOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models/{model}/versions/{version}/embed:
            post:
              tags: [predict]
              operationId: embedOfVersion
              summary: Its embedding.
              description: The feature before the classifier, scaled to length 1.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
                - $ref: '#/components/parameters/Dimensions'
                - $ref: '#/components/parameters/EncodingFormat'
                - $ref: '#/components/parameters/Flip'
                - $ref: '#/components/parameters/TimeoutSeconds'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/Images' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/Embeddings' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/UnprocessableContent' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '504': { $ref: '#/components/responses/GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [predict]
              operationId: optionsEmbedOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models:
            get:
              tags: [models]
              operationId: listModels
              summary: All models with their versions and states.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: The models by name.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/ModelList' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [models]
              operationId: headListModels
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [models]
              operationId: optionsListModels
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v1/models/{model}:
            get:
              tags: [models]
              operationId: getModel
              summary: One model.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: The model.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/Model' }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [models]
              operationId: headGetModel
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [models]
              operationId: optionsGetModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2:
            get:
              tags: [inference]
              operationId: v2Server
              summary: What this server is.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: Name, version and extensions.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Server' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2Server
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2Server
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/:
            get:
              tags: [inference]
              operationId: v2ServerWithSlash
              summary: The same as /v2.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: Name, version and extensions.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Server' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2ServerWithSlash
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2ServerWithSlash
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/health/live:
            get:
              tags: [inference]
              operationId: v2Live
              summary: Whether the process answers.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: It does.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Live' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2Live
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2Live
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/health/ready:
            get:
              tags: [inference]
              operationId: v2Ready
              summary: Whether the models are loaded and warm.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: They are; 503 while the server starts or drains.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Ready' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2Ready
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2Ready
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}:
            get:
              tags: [inference]
              operationId: v2MetadataOfModel
              summary: Its inputs and outputs.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: -1 is an extent of any size.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Model' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2MetadataOfModel
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2MetadataOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/ready:
            get:
              tags: [inference]
              operationId: v2ReadyOfModel
              summary: Whether it answers.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: It does; 503 if it is there but not ready.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2ModelReady' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2ReadyOfModel
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2ReadyOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/config:
            get:
              tags: [inference]
              operationId: v2ConfigOfModel
              summary: Its configuration in Triton's form.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: The model configuration extension.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Config' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2ConfigOfModel
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2ConfigOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/stats:
            get:
              tags: [inference]
              operationId: v2StatisticsOfModel
              summary: What it has answered.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: Counts and times since the version was loaded.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Statistics' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2StatisticsOfModel
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2StatisticsOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/infer:
            post:
              tags: [inference]
              operationId: v2InferOfModel
              summary: Ask it by tensors.
              description: |
                Any model but an ensemble, by tensors in JSON or as binary data; a model of images also by image files as elements of BYTES.
                The request counts as many samples as the first extents of its inputs say, and what one sample is answered does not depend on
                the others.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/InferenceHeaderContentLength'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/V2Infer' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/V2Infer' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/V2UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/V2UnprocessableContent' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '504': { $ref: '#/components/responses/V2GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2InferOfModel
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/versions/{version}:
            get:
              tags: [inference]
              operationId: v2MetadataOfVersion
              summary: Its inputs and outputs.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: -1 is an extent of any size.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Model' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2MetadataOfVersion
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2MetadataOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/versions/{version}/ready:
            get:
              tags: [inference]
              operationId: v2ReadyOfVersion
              summary: Whether it answers.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: It does; 503 if it is there but not ready.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2ModelReady' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2ReadyOfVersion
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2ReadyOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/versions/{version}/config:
            get:
              tags: [inference]
              operationId: v2ConfigOfVersion
              summary: Its configuration in Triton's form.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: The model configuration extension.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Config' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2ConfigOfVersion
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2ConfigOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/versions/{version}/stats:
            get:
              tags: [inference]
              operationId: v2StatisticsOfVersion
              summary: What it has answered.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: Counts and times since the version was loaded.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Statistics' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2StatisticsOfVersion
              summary: The same without its body.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2StatisticsOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/{model}/versions/{version}/infer:
            post:
              tags: [inference]
              operationId: v2InferOfVersion
              summary: Ask it by tensors.
              description: |
                Any model but an ensemble, by tensors in JSON or as binary data; a model of images also by image files as elements of BYTES.
                The request counts as many samples as the first extents of its inputs say, and what one sample is answered does not depend on
                the others.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
                - $ref: '#/components/parameters/InferenceHeaderContentLength'
                - $ref: '#/components/parameters/RequestTimeout'
              requestBody: { $ref: '#/components/requestBodies/V2Infer' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { $ref: '#/components/responses/V2Infer' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '415': { $ref: '#/components/responses/V2UnsupportedMediaType' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '422': { $ref: '#/components/responses/V2UnprocessableContent' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '504': { $ref: '#/components/responses/V2GatewayTimeout' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2InferOfVersion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
                - $ref: '#/components/parameters/Version'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/models/stats:
            get:
              tags: [inference]
              operationId: v2Statistics
              summary: What all models have answered.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: Counts and times since each version was loaded.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2Statistics' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2Statistics
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2Statistics
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/repository/index:
            post:
              tags: [inference]
              operationId: v2RepositoryIndex
              summary: Every version of every model and its state.
              requestBody:
                required: false
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/V2RepositoryIndexRequest' }
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: In the order of names and versions.
                  content:
                    application/json:
                      schema: { $ref: '#/components/schemas/V2RepositoryIndex' }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2RepositoryIndex
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/repository/models/{model}/load:
            post:
              tags: [inference]
              operationId: v2RepositoryLoad
              summary: Load a model.
              description: |
                Answers when all versions in the folder are ready, or says that one could not be made so; what was served before goes on then.
                400 under `--model-control none`, and for parameters that would bring models or settings along.
              parameters:
                - $ref: '#/components/parameters/Model'
              requestBody:
                required: false
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/V2RepositoryLoadRequest' }
              security: [{}, { bearer: [admin] }, { apiKey: [admin] }]
              responses:
                '200':
                  description: Its versions are ready. No body.
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2RepositoryLoad
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/repository/models/{model}/unload:
            post:
              tags: [inference]
              operationId: v2RepositoryUnload
              summary: Unload a model.
              description: |
                It stays out until it is loaded on request. 400 under `--model-control none`.
              parameters:
                - $ref: '#/components/parameters/Model'
              requestBody:
                required: false
                content:
                  application/json:
                    schema: { $ref: '#/components/schemas/V2RepositoryUnloadRequest' }
              security: [{}, { bearer: [admin] }, { apiKey: [admin] }]
              responses:
                '200':
                  description: No new request is admitted; those admitted are answered. No body.
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2RepositoryUnload
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Model'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/systemsharedmemory/status:
            get:
              tags: [inference]
              operationId: v2SystemSharedMemory
              summary: The registered regions.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: There are none, ever.
                  content:
                    application/json:
                      schema: { type: array, items: { type: object } }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2SystemSharedMemory
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2SystemSharedMemory
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/systemsharedmemory/unregister:
            post:
              tags: [inference]
              operationId: v2SystemSharedMemoryUnregister
              summary: Forget all regions.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: There were none. No body.
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2SystemSharedMemoryUnregister
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/systemsharedmemory/region/{region}/unregister:
            post:
              tags: [inference]
              operationId: v2SystemSharedMemoryUnregisterRegion
              summary: Forget a region.
              parameters:
                - $ref: '#/components/parameters/Region'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: There was none. No body.
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2SystemSharedMemoryUnregisterRegion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Region'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/systemsharedmemory/region/{region}/register:
            post:
              tags: [inference]
              operationId: v2SystemSharedMemoryRegister
              summary: Refused.
              description: |
                Shared memory is not offered.
              parameters:
                - $ref: '#/components/parameters/Region'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2SystemSharedMemoryRegister
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Region'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/cudasharedmemory/status:
            get:
              tags: [inference]
              operationId: v2CudaSharedMemory
              summary: The registered regions.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: There are none, ever.
                  content:
                    application/json:
                      schema: { type: array, items: { type: object } }
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [inference]
              operationId: headV2CudaSharedMemory
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [inference]
              operationId: optionsV2CudaSharedMemory
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/cudasharedmemory/unregister:
            post:
              tags: [inference]
              operationId: v2CudaSharedMemoryUnregister
              summary: Forget all regions.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: There were none. No body.
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2CudaSharedMemoryUnregister
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/cudasharedmemory/region/{region}/unregister:
            post:
              tags: [inference]
              operationId: v2CudaSharedMemoryUnregisterRegion
              summary: Forget a region.
              parameters:
                - $ref: '#/components/parameters/Region'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: There was none. No body.
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2CudaSharedMemoryUnregisterRegion
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Region'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /v2/cudasharedmemory/region/{region}/register:
            post:
              tags: [inference]
              operationId: v2CudaSharedMemoryRegister
              summary: Refused.
              description: |
                Shared memory is not offered.
              parameters:
                - $ref: '#/components/parameters/Region'
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '400': { $ref: '#/components/responses/V2BadRequest' }
                '401': { $ref: '#/components/responses/V2Unauthorized' }
                '403': { $ref: '#/components/responses/V2Forbidden' }
                '404': { $ref: '#/components/responses/V2NotFound' }
                '405': { $ref: '#/components/responses/V2MethodNotAllowed' }
                '408': { $ref: '#/components/responses/V2RequestTimeout' }
                '413': { $ref: '#/components/responses/V2ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/V2TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/V2InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/V2ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            options:
              tags: [inference]
              operationId: optionsV2CudaSharedMemoryRegister
              summary: The methods of this path.
              parameters:
                - $ref: '#/components/parameters/Region'
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /livez:
            get:
              tags: [operations]
              operationId: livez
              summary: Whether the process answers.
              responses:
                '200':
                  description: It does.
                  content:
                    text/plain:
                      schema: { type: string }
                      example: "alive\n"
                '400': { $ref: '#/components/responses/BadRequest' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [operations]
              operationId: headLivez
              summary: The same without its body.
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [operations]
              operationId: optionsLivez
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /readyz:
            get:
              tags: [operations]
              operationId: readyz
              summary: Whether models are loaded and warm and the server is not draining.
              responses:
                '200':
                  description: It takes requests.
                  content:
                    text/plain:
                      schema: { type: string }
                      example: "ready\n"
                '400': { $ref: '#/components/responses/BadRequest' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [operations]
              operationId: headReadyz
              summary: The same without its body.
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [operations]
              operationId: optionsReadyz
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /metrics:
            get:
              tags: [operations]
              operationId: metrics
              summary: Metrics as Prometheus text.
              security: [{}, { bearer: [metrics] }, { apiKey: [metrics] }]
              responses:
                '200':
                  description: The exposition format 0.0.4.
                  content:
                    text/plain:
                      schema: { type: string }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [operations]
              operationId: headMetrics
              summary: The same without its body.
              security: [{}, { bearer: [metrics] }, { apiKey: [metrics] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [operations]
              operationId: optionsMetrics
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /openapi.yaml:
            get:
              tags: [operations]
              operationId: openapi
              summary: This document.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200':
                  description: This document.
                  content:
                    application/yaml:
                      schema: { type: object }
                '400': { $ref: '#/components/responses/BadRequest' }
                '401': { $ref: '#/components/responses/Unauthorized' }
                '403': { $ref: '#/components/responses/Forbidden' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '429': { $ref: '#/components/responses/TooManyRequests' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [operations]
              operationId: headOpenapi
              summary: The same without its body.
              security: [{}, { bearer: [predict] }, { apiKey: [predict] }]
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [operations]
              operationId: optionsOpenapi
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
          /:
            get:
              tags: [operations]
              operationId: page
              summary: A page to try it in a browser.
              responses:
                '200':
                  description: HTML in one file.
                  content:
                    text/html:
                      schema: { type: string }
                '400': { $ref: '#/components/responses/BadRequest' }
                '404': { $ref: '#/components/responses/NotFound' }
                '405': { $ref: '#/components/responses/MethodNotAllowed' }
                '408': { $ref: '#/components/responses/RequestTimeout' }
                '413': { $ref: '#/components/responses/ContentTooLarge' }
                '414': { $ref: '#/components/responses/URITooLong' }
                '417': { $ref: '#/components/responses/ExpectationFailed' }
                '431': { $ref: '#/components/responses/HeadersTooLarge' }
                '500': { $ref: '#/components/responses/InternalServerError' }
                '501': { $ref: '#/components/responses/NotImplemented' }
                '503': { $ref: '#/components/responses/ServiceUnavailable' }
                '505': { $ref: '#/components/responses/HTTPVersionNotSupported' }
            head:
              tags: [operations]
              operationId: headPage
              summary: The same without its body.
              responses:
                '200': { description: The header of GET. }
                default: { description: The status and the header of GET. }
            options:
              tags: [operations]
              operationId: optionsPage
              summary: The methods of this path.
              responses:
                '204': { $ref: '#/components/responses/Methods' }
                default: { $ref: '#/components/responses/Failure' }
        components:
          securitySchemes:
            bearer:
              type: http
              scheme: bearer
              description: |
                `Authorization: Bearer KEY`. A server that has API keys asks for one of the operation's scope: `predict`, `admin` or `metrics`,
                none of which implies another. A server without keys asks for none.
            apiKey:
              type: apiKey
              in: header
              name: X-API-Key
              description: The same key in a field of its own.
          parameters:
            Model:
              name: model
              in: path
              required: true
              description: The model's name, as /v1/models lists it.
              schema: { type: string, minLength: 1 }
              example: efficientnet_lite0
            Version:
              name: version
              in: path
              required: true
              description: A version of the model, a decimal number.
              schema: { type: string, pattern: '^[0-9]+$' }
              example: '1'
            Region:
              name: region
              in: path
              required: true
              description: The name of a region of shared memory.
              schema: { type: string, minLength: 1 }
              example: input
            InferenceHeaderContentLength:
              name: Inference-Header-Content-Length
              in: header
              description: |
                Bytes of JSON that the body begins with; what follows is binary data. Without it, all of the body is JSON. With 0 the body is
                the elements of the model's only input.
              schema: { type: integer, minimum: 0 }
            TopK:
              name: top_k
              in: query
              description: |
                Classes at most; more than there are is cut. Unless given: all that `classes` names, else 5 for classify and 100 for
                multilabel.
              schema: { type: integer, minimum: 1 }
            Classes:
              name: classes
              in: query
              description: |
                The only classes and groups that the answer is to list, separated by commas, or as a list of JSON; their scores are those
                of the whole. A text is the name of a group, else a label, else an index.
              style: form
              explode: false
              schema: { type: array, minItems: 1, items: { type: string } }
              example: [tabby, '285']
            Threshold:
              name: threshold
              in: query
              description: The least score of a class to be in the answer; the model's unless given.
              schema: { type: number, minimum: 0, maximum: 1 }
            Thresholds:
              name: thresholds
              in: query
              description: A JSON object from class (group, label or index) to its least score, in place of `threshold` for that class.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/Thresholds' }
            Temperature:
              name: temperature
              in: query
              description: |
                Divides the logits before softmax or sigmoid: above 1 scores come closer to one another. Unless given: the model's setting,
                else the checkpoint's for the task.
              schema: { type: number, exclusiveMinimum: 0 }
            Logits:
              name: logits
              in: query
              description: Whether the answer has the raw score of every class too; not for ensembles and models that end in probabilities.
              schema: { type: boolean, default: false }
            LogitsEncoding:
              name: encoding_format
              in: query
              description: How the logits come, with `logits=true` only. Numbers, or little-endian float32 in base64.
              schema: { type: string, enum: [float, base64] }
            Flip:
              name: flip
              in: query
              description: |
                Whether the answer is the mean over the image and its mirror image (left and right exchanged): of scores, of logits, or of
                embeddings, which are scaled to length 1 again. It computes twice as much.
              schema: { type: boolean, default: false }
            Dimensions:
              name: dimensions
              in: query
              description: |
                Cut the embedding to its first numbers and scale it to length 1 again; only for models that declare it, and to sizes that
                they declare.
              schema: { type: integer, minimum: 1 }
            EncodingFormat:
              name: encoding_format
              in: query
              description: |
                `float`: numbers. `base64`: little-endian float32 in base64. `int8`: 127 times each number, rounded to nearest, half to even.
                `ubinary`: a bit for each number, 1 where it is above 0, eight to a whole number of 0 to 255, the first in its most
                significant bit. `binary`: the same less 128.
              schema: { type: string, enum: [float, base64, int8, binary, ubinary], default: float }
            TimeoutSeconds:
              name: timeout_seconds
              in: query
              description: How long the client waits; 504 after it. The server's own limit holds as well.
              schema: { type: number, exclusiveMinimum: 0 }
            RequestTimeout:
              name: Request-Timeout
              in: header
              description: The same as timeout_seconds; the smaller one counts.
              schema: { type: number, exclusiveMinimum: 0 }
          requestBodies:
            Images:
              required: true
              description: |
                One image, a form with images (options may be further fields), or JSON. A query parameter wins over an option in the
                body; an option that the task does not have is 400. One bad image fails the whole request; of several it is named by its
                position, counted from 0.
              content:
                image/jpeg:
                  schema: { type: string, contentMediaType: image/jpeg }
                image/png:
                  schema: { type: string, contentMediaType: image/png }
                image/webp:
                  schema: { type: string, contentMediaType: image/webp }
                multipart/form-data:
                  schema:
                    type: object
                    description: Any part with an image type or application/octet-stream is an image, whatever its name.
                    properties:
                      image: { type: array, items: { type: string, contentMediaType: application/octet-stream } }
                      top_k: { type: integer, minimum: 1 }
                      classes: { type: string, minLength: 1, description: Separated by commas, or a list of JSON. }
                      threshold: { type: number, minimum: 0, maximum: 1 }
                      thresholds: { $ref: '#/components/schemas/Thresholds' }
                      temperature: { type: number, exclusiveMinimum: 0 }
                      logits: { type: boolean }
                      flip: { type: boolean }
                      dimensions: { type: integer, minimum: 1 }
                      encoding_format: { type: string, enum: [float, base64, int8, binary, ubinary] }
                      timeout_seconds: { type: number, exclusiveMinimum: 0 }
                application/json:
                  schema: { $ref: '#/components/schemas/ImagesRequest' }
            V2Infer:
              required: true
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2InferRequest' }
                application/octet-stream:
                  schema:
                    type: string
                    contentMediaType: application/octet-stream
                    description: A V2InferRequest, and behind it the binary data of its inputs in their order.
          schemas:
            ImagesRequest:
              type: object
              required: [images]
              properties:
                images:
                  type: array
                  minItems: 1
                  maxItems: 64
                  description: Each in base64, or as a data URL in base64.
                  items: { type: string }
                top_k: { type: integer, minimum: 1 }
                classes:
                  type: array
                  minItems: 1
                  description: A whole number is an index; a text the name of a group, else a label, else an index.
                  items: { type: [integer, string] }
                threshold: { type: number, minimum: 0, maximum: 1 }
                thresholds: { $ref: '#/components/schemas/Thresholds' }
                temperature: { type: number, exclusiveMinimum: 0 }
                logits: { type: boolean }
                flip: { type: boolean }
                dimensions: { type: integer, minimum: 1 }
                encoding_format: { type: string, enum: [float, base64, int8, binary, ubinary] }
                timeout_seconds: { type: number, exclusiveMinimum: 0 }
            Thresholds:
              type: object
              description: The least score of each class that is named.
              additionalProperties: { type: number, minimum: 0, maximum: 1 }
              example: { tabby: 0.25, '285': 0.4 }
            Checkpoint:
              type: string
              description: |
                The SHA-256 of the checkpoint's file, or of an ensemble's members and weights; it is the model's identity.
              pattern: '^sha256:[0-9a-f]{64}$'
            Prediction:
              type: object
              required: [index, label, score]
              additionalProperties: false
              properties:
                index: { type: [integer, 'null'], minimum: 0, description: The number of the class; null for a group of classes. }
                label: { type: [string, 'null'], description: The name of the class or group; null where the model has no labels. }
                score: { type: number, minimum: 0, maximum: 1 }
            PredictionsResponse:
              type: object
              required: [model, version, checkpoint, predictions]
              additionalProperties: false
              properties:
                model: { type: string }
                version: { type: string }
                checkpoint: { $ref: '#/components/schemas/Checkpoint' }
                predictions:
                  type: array
                  description: A list for each image, in the order given; the best class first.
                  items:
                    type: array
                    items: { $ref: '#/components/schemas/Prediction' }
                logits:
                  type: array
                  description: With logits=true the raw scores of all classes of each image, by index.
                  items:
                    oneOf:
                      - type: array
                        items: { type: number }
                      - type: string
                        contentEncoding: base64
            EmbeddingsResponse:
              type: object
              required: [model, version, checkpoint, embeddings]
              additionalProperties: false
              properties:
                model: { type: string }
                version: { type: string }
                checkpoint: { $ref: '#/components/schemas/Checkpoint' }
                embeddings:
                  type: array
                  description: One for each image, in the order given; whole numbers for int8, binary and ubinary.
                  items:
                    oneOf:
                      - type: array
                        items: { type: number }
                      - type: string
                        contentEncoding: base64
            EncodedImages:
              description: An image, or a list of images, each in base64 or as a data URL in base64.
              oneOf:
                - type: string
                  minLength: 1
                - type: array
                  minItems: 1
                  maxItems: 64
                  items: { type: string, minLength: 1 }
            OpenAIEmbeddingsRequest:
              type: object
              required: [model, input]
              properties:
                model: { type: string, description: 'A model that `/v1/models` lists, or NAME/VERSION.', example: efficientnet_lite0 }
                input: { $ref: '#/components/schemas/EncodedImages' }
                encoding_format:
                  type: string
                  enum: [float, base64]
                  default: float
                  description: Numbers, or little-endian float32 in base64.
                dimensions:
                  type: integer
                  minimum: 1
                  description: Cut to the first numbers and scaled to length 1 again; only for models that declare it.
                modality: { type: string, enum: [image], default: image, description: What `input` holds. }
                user: { description: Passed over. }
                timeout_seconds: { type: number, exclusiveMinimum: 0 }
            OpenAIEmbeddingsResponse:
              type: object
              required: [object, data, model, usage]
              additionalProperties: false
              properties:
                object: { type: string, const: list }
                data:
                  type: array
                  description: One for each image, in the order given.
                  items:
                    type: object
                    required: [object, index, embedding]
                    additionalProperties: false
                    properties:
                      object: { type: string, const: embedding }
                      index: { type: integer, minimum: 0 }
                      embedding:
                        oneOf:
                          - type: array
                            items: { type: number }
                          - type: string
                            contentEncoding: base64
                model: { type: string, description: As the request names it. }
                usage:
                  type: object
                  description: There are no tokens; both count the images of the request.
                  required: [prompt_tokens, total_tokens]
                  additionalProperties: false
                  properties:
                    prompt_tokens: { type: integer, minimum: 1 }
                    total_tokens: { type: integer, minimum: 1 }
            OpenAIError:
              type: object
              required: [error]
              additionalProperties: false
              properties:
                error:
                  type: object
                  required: [message, type, param, code]
                  additionalProperties: false
                  properties:
                    message: { type: string, description: What was found and what was expected. }
                    type:
                      type: string
                      enum: [invalid_request_error, authentication_error, permission_error, rate_limit_error, server_error]
                    param: { type: [string, 'null'], description: The member of the body that it is about. }
                    code: { type: [string, 'null'], description: model_not_found where the model is unknown. }
            TEIEmbedRequest:
              type: object
              required: [inputs]
              properties:
                inputs: { $ref: '#/components/schemas/EncodedImages' }
                normalize: { type: boolean, default: true, description: Whether embeddings are scaled to length 1. }
                dimensions:
                  type: integer
                  minimum: 1
                  description: Cut to the first numbers; only for models that declare it.
                truncate: { type: boolean, description: Makes no difference to images. }
                truncation_direction: { type: string, enum: [Left, Right], description: Makes no difference to images. }
                timeout_seconds: { type: number, exclusiveMinimum: 0 }
            TEIEmbedResponse:
              type: array
              description: One for each image, in the order given.
              items:
                type: array
                items: { type: number }
            TEIInfo:
              type: object
              description: The default model and the limits of the server.
              required: [model_id, model_sha, model_dtype, served_model_name, model_type, max_concurrent_requests,
                max_batch_requests, max_client_batch_size, auto_truncate, version]
              additionalProperties: false
              properties:
                model_id: { type: string }
                model_sha: { $ref: '#/components/schemas/Checkpoint' }
                model_dtype: { type: string, const: int16 }
                served_model_name: { type: string }
                model_type:
                  type: object
                  description: One empty object, `embedding` or `classifier`.
                  additionalProperties: false
                  properties:
                    embedding: { type: object }
                    classifier: { type: object }
                max_concurrent_requests: { type: integer, minimum: 1, description: Requests that wait at most. }
                max_batch_requests: { type: integer, minimum: 1, description: Images computed together at most. }
                max_client_batch_size: { type: integer, minimum: 1, description: Images of one request at most. }
                auto_truncate: { type: boolean }
                version: { type: string, description: Of the server. }
            TEIError:
              type: object
              required: [error, error_type]
              additionalProperties: false
              properties:
                error: { type: string, description: What was found and what was expected. }
                error_type: { type: string, enum: [Validation, Overloaded, Backend] }
            ModelVersion:
              type: object
              required: [version, state, checkpoint, reason, members, quality]
              additionalProperties: false
              properties:
                version: { type: string }
                state: { type: string, enum: [loading, ready, draining, unloaded, failed] }
                checkpoint:
                  type: [string, 'null']
                  description: The SHA-256 of the checkpoint's file, or of an ensemble's members and weights; null where there is none.
                  pattern: '^sha256:[0-9a-f]{64}$'
                reason:
                  type: [string, 'null']
                  description: That it failed; why, for an ensemble, and for a checkpoint the server's log says it.
                members:
                  type: [array, 'null']
                  description: Of an ensemble, in the order in which their scores are added; null for a checkpoint.
                  items:
                    type: object
                    required: [model, version, weight]
                    additionalProperties: false
                    properties:
                      model: { type: string }
                      version:
                        type: [string, 'null']
                        description: The version that takes part; null for one that is not named while the ensemble does not answer.
                      weight: { type: number, description: Their sum is 1 but for rounding. }
                quality:
                  type: [object, 'null']
                  description: Measured against float32 when the checkpoint was made.
                  required: [samples, top1_agreement, logits_sqnr, largest_error]
                  properties:
                    samples: { type: integer }
                    top1_agreement: { type: integer }
                    logits_sqnr: { type: number, description: In dB. }
                    largest_error: { type: number, description: The largest absolute difference of a score. }
                provenance:
                  type: [object, 'null']
                  description: Of `/v1/models/{model}` only; where the checkpoint comes from, null where there is none.
                  required: [source, source_file, quantizer, settings, notes]
                  additionalProperties: false
                  properties:
                    source: { type: string, description: '`sha256:` and the digits of the ONNX file.' }
                    source_file: { type: string, description: The name of that file. }
                    quantizer: { type: string, description: The version of Mantissa that quantized it. }
                    settings:
                      type: object
                      description: Of the quantizer, by name.
                      additionalProperties: { type: string }
                    notes:
                      type: object
                      description: What its maker says of the model, the licence say.
                      additionalProperties: { type: string }
                statistics:
                  description: Of `/v1/models/{model}` only.
                  oneOf:
                    - $ref: '#/components/schemas/ModelStatistics'
                    - { type: 'null', description: The version does not serve. }
            ModelStatistics:
              type: object
              description: |
                What a version has answered since it was loaded. An ensemble has no batches: they are those of its members.
              required: [requests, failed, images, batches, mean_batch_size, saturated_activations, seconds]
              additionalProperties: false
              properties:
                requests: { type: integer, minimum: 0 }
                failed: { type: integer, minimum: 0, description: Those of the requests that were not answered with success. }
                images: { type: integer, minimum: 0, description: Of the requests that were. }
                batches: { type: integer, minimum: 0 }
                mean_batch_size: { type: [number, 'null'], description: Null before the first batch. }
                saturated_activations: { type: integer, minimum: 0 }
                seconds:
                  type: object
                  required: [preprocess, queue, inference, encode]
                  additionalProperties: false
                  properties:
                    preprocess: { $ref: '#/components/schemas/Quantiles' }
                    queue: { $ref: '#/components/schemas/Quantiles' }
                    inference: { $ref: '#/components/schemas/Quantiles' }
                    encode: { $ref: '#/components/schemas/Quantiles' }
            Quantiles:
              type: object
              description: The median and the 99th percentile in seconds; null before the first request that was answered.
              required: [p50, p99]
              additionalProperties: false
              properties:
                p50: { type: [number, 'null'], minimum: 0 }
                p99: { type: [number, 'null'], minimum: 0 }
            Model:
              type: object
              required: [id, object, created, owned_by, tasks, default_version, versions]
              additionalProperties: false
              properties:
                id: { type: string }
                object: { type: string, const: model }
                created: { type: integer }
                owned_by: { type: string }
                tasks: { type: array, items: { type: string, enum: [classify, multilabel, embed] } }
                default_version:
                  type: [string, 'null']
                  description: The highest version that is ready; null where none is.
                versions: { type: array, items: { $ref: '#/components/schemas/ModelVersion' } }
            ModelList:
              type: object
              required: [object, data]
              additionalProperties: false
              properties:
                object: { type: string, const: list }
                data: { type: array, items: { $ref: '#/components/schemas/Model' } }
            V2Datatype:
              type: string
              enum: [BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64, FP16, FP32, FP64, BF16, BYTES]
            V2Server:
              type: object
              required: [name, version, extensions]
              additionalProperties: false
              properties:
                name: { type: string, const: mantissa }
                version: { type: string }
                extensions: { type: array, items: { type: string } }
            V2Live:
              type: object
              required: [live]
              additionalProperties: false
              properties:
                live: { type: boolean }
            V2Ready:
              type: object
              required: [ready]
              additionalProperties: false
              properties:
                ready: { type: boolean }
            V2ModelReady:
              type: object
              required: [name, ready]
              additionalProperties: false
              properties:
                name: { type: string }
                ready: { type: boolean }
            V2TensorMetadata:
              type: object
              required: [name, datatype, shape]
              additionalProperties: false
              properties:
                name: { type: string }
                datatype: { $ref: '#/components/schemas/V2Datatype' }
                shape: { type: array, items: { type: integer, minimum: -1 } }
            V2Model:
              type: object
              required: [name, versions, platform, inputs, outputs]
              additionalProperties: false
              properties:
                name: { type: string }
                versions: { type: array, description: Those that are ready., items: { type: string } }
                platform: { type: string, const: mantissa_dfp16 }
                inputs: { type: array, items: { $ref: '#/components/schemas/V2TensorMetadata' } }
                outputs: { type: array, items: { $ref: '#/components/schemas/V2TensorMetadata' } }
            V2ConfigTensor:
              type: object
              required: [name, data_type, dims]
              additionalProperties: false
              properties:
                name: { type: string }
                data_type: { type: string, pattern: '^TYPE_', example: TYPE_FP32 }
                dims: { type: array, description: Without the axis that counts samples., items: { type: integer, minimum: -1 } }
            V2Config:
              type: object
              required: [name, platform, backend, max_batch_size, version_policy, input, output, instance_group]
              additionalProperties: false
              properties:
                name: { type: string }
                platform: { type: string, const: mantissa_dfp16 }
                backend: { type: string, const: mantissa }
                max_batch_size: { type: integer, minimum: 0, description: 0 for a model whose first axis does not count samples. }
                version_policy: { type: object }
                input: { type: array, items: { $ref: '#/components/schemas/V2ConfigTensor' } }
                output: { type: array, items: { $ref: '#/components/schemas/V2ConfigTensor' } }
                instance_group: { type: array, items: { type: object } }
                dynamic_batching: { type: object, description: For models whose first axis counts samples. }
            V2InferParameters:
              type: object
              description: Others are passed over.
              properties:
                binary_data_output: { type: boolean, default: false, description: Whether outputs come as binary data. }
                timeout: { type: integer, minimum: 0, description: 'Microseconds that the client waits; 0 for no limit of its own.' }
                priority: { type: integer, minimum: 0, description: '1 goes first; 0 leaves it to the header `Priority`.' }
            V2InferRequest:
              type: object
              required: [inputs]
              properties:
                id: { type: string, description: Comes back in the answer. }
                parameters: { $ref: '#/components/schemas/V2InferParameters' }
                inputs:
                  type: array
                  minItems: 1
                  items:
                    type: object
                    required: [name, shape, datatype]
                    properties:
                      name: { type: string }
                      shape: { type: array, items: { type: integer, minimum: 0 } }
                      datatype: { $ref: '#/components/schemas/V2Datatype' }
                      parameters:
                        type: object
                        properties:
                          binary_data_size: { type: integer, minimum: 0, description: Bytes of binary data in place of `data`. }
                      data:
                        type: array
                        description: |
                          The elements in row-major order, flat or nested as the shape says. FP16 and BF16 only come as binary data; BYTES in
                          base64.
                outputs:
                  type: array
                  description: Those that are wanted; all if it is empty or absent.
                  items:
                    type: object
                    required: [name]
                    properties:
                      name: { type: string }
                      parameters:
                        type: object
                        properties:
                          binary_data: { type: boolean }
                          classification:
                            type: integer
                            minimum: 0
                            description: How many of the best classes of each sample to name in place of the numbers.
            V2InferResponse:
              type: object
              required: [model_name, model_version, outputs]
              additionalProperties: false
              properties:
                id: { type: string }
                model_name: { type: string }
                model_version: { type: string }
                outputs:
                  type: array
                  items:
                    type: object
                    required: [name, datatype, shape]
                    additionalProperties: false
                    properties:
                      name: { type: string }
                      datatype: { $ref: '#/components/schemas/V2Datatype' }
                      shape: { type: array, items: { type: integer, minimum: 0 } }
                      parameters:
                        type: object
                        required: [binary_data_size]
                        additionalProperties: false
                        properties:
                          binary_data_size: { type: integer, minimum: 0 }
                      data:
                        type: array
                        description: Flat. `SCORE:INDEX:LABEL` for a classification.
                        items: { type: [number, boolean, string] }
            V2Total:
              type: object
              description: How often, and nanoseconds in all.
              required: [count, ns]
              additionalProperties: false
              properties:
                count: { type: integer, minimum: 0 }
                ns: { type: integer, minimum: 0 }
            V2Statistics:
              type: object
              required: [model_stats]
              additionalProperties: false
              properties:
                model_stats:
                  type: array
                  items:
                    type: object
                    required: [name, version, last_inference, inference_count, execution_count, inference_stats, response_stats,
                      batch_stats, memory_usage]
                    additionalProperties: false
                    properties:
                      name: { type: string }
                      version: { type: string }
                      last_inference: { type: integer, minimum: 0, description: Milliseconds since 1970; 0 if there was none. }
                      inference_count: { type: integer, minimum: 0, description: Samples that were answered on any route. }
                      execution_count: { type: integer, minimum: 0, description: Batches. }
                      inference_stats:
                        type: object
                        required: [success, fail, queue, compute_input, compute_infer, compute_output, cache_hit, cache_miss]
                        additionalProperties: false
                        properties:
                          success: { $ref: '#/components/schemas/V2Total' }
                          fail: { $ref: '#/components/schemas/V2Total' }
                          queue: { $ref: '#/components/schemas/V2Total' }
                          compute_input: { $ref: '#/components/schemas/V2Total' }
                          compute_infer: { $ref: '#/components/schemas/V2Total' }
                          compute_output: { $ref: '#/components/schemas/V2Total' }
                          cache_hit: { $ref: '#/components/schemas/V2Total' }
                          cache_miss: { $ref: '#/components/schemas/V2Total' }
                      response_stats: { type: object, description: Empty; answers are not streamed. }
                      batch_stats:
                        type: array
                        items:
                          type: object
                          required: [batch_size, compute_input, compute_infer, compute_output]
                          additionalProperties: false
                          properties:
                            batch_size: { type: integer, minimum: 1 }
                            compute_input: { $ref: '#/components/schemas/V2Total' }
                            compute_infer: { $ref: '#/components/schemas/V2Total' }
                            compute_output: { $ref: '#/components/schemas/V2Total' }
                      memory_usage: { type: array, items: { type: object } }
            V2RepositoryIndexRequest:
              type: object
              properties:
                ready: { type: boolean, default: false, description: Whether only those that are ready are listed. }
            V2RepositoryIndex:
              type: array
              items:
                type: object
                required: [name, version, state, reason]
                additionalProperties: false
                properties:
                  name: { type: string }
                  version: { type: string }
                  state: { type: string, enum: [READY, LOADING, UNLOADING, UNAVAILABLE] }
                  reason: { type: string }
            V2RepositoryLoadRequest:
              type: object
              properties:
                parameters: { type: object, description: '`config` and `file:` are refused; others are passed over.' }
            V2RepositoryUnloadRequest:
              type: object
              properties:
                parameters: { type: object, description: '`unload_dependents` makes no difference: no model depends on another.' }
            V2Error:
              type: object
              required: [error]
              additionalProperties: false
              properties:
                error: { type: string, description: What was found and what was expected. }
            Problem:
              type: object
              description: RFC 9457.
              required: [type, title, status, detail]
              additionalProperties: false
              properties:
                type: { type: string }
                title: { type: string }
                status: { type: integer, minimum: 400, maximum: 599 }
                detail: { type: string, description: What was found and what was expected. }
          responses:
            Methods:
              description: No content; the methods are in `Allow`.
              headers:
                Allow:
                  description: The methods that are possible.
                  schema: { type: string }
            Failure:
              description: The request could not be read.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            Predictions:
              description: Classes for each image.
              headers:
                Server-Timing: { $ref: '#/components/headers/ServerTiming' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/PredictionsResponse' }
                  example:
                    model: efficientnet_lite0
                    version: '1'
                    checkpoint: sha256:db84fbe114e91f83851472b261fc2121e48d2e705e01b2b315687dc872dc6563
                    predictions:
                      - - { index: 282, label: tiger cat, score: 0.3905725 }
                        - { index: 285, label: Egyptian cat, score: 0.33983594 }
            Embeddings:
              description: A vector for each image.
              headers:
                Server-Timing: { $ref: '#/components/headers/ServerTiming' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/EmbeddingsResponse' }
            OpenAIEmbeddings:
              description: An embedding for each image.
              headers:
                Server-Timing: { $ref: '#/components/headers/ServerTiming' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIEmbeddingsResponse' }
            TEIEmbeddings:
              description: An embedding for each image.
              headers:
                Server-Timing: { $ref: '#/components/headers/ServerTiming' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIEmbedResponse' }
            TEIInfo:
              description: What is served.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIInfo' }
            OpenAIBadRequest:
              description: The request is malformed, or a member is out of range.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            OpenAIUnauthorized:
              description: No API key, or none of this server's.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAIForbidden:
              description: The API key does not have the scope that this needs, or this needs a key and the server has none.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAINotFound:
              description: There is no such model.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAIMethodNotAllowed:
              description: What any method but those of this path gets.
              headers:
                Allow:
                  description: The methods that are possible.
                  schema: { type: string }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAIRequestTimeout:
              description: The body came too slowly; where the head did, that comes as a problem of RFC 9457.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            OpenAIContentTooLarge:
              description: The body, or the number of images in it, is over the limit.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAIUnsupportedMediaType:
              description: No content type, another than JSON, or bytes of no known image format.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAIUnprocessableContent:
              description: An image of a known format that cannot be decoded, or has too many pixels.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAITooManyRequests:
              description: The API key has asked as often as it may, or has as many requests in the server as it may.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            OpenAIInternalServerError:
              description: A fault of the server.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            OpenAIServiceUnavailable:
              description: The queue is full, the model is not ready, or the server is draining; too many connections come as a problem of RFC 9457.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            OpenAIGatewayTimeout:
              description: The request was not computed in its time.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/OpenAIError' }
            TEIBadRequest:
              description: The request is malformed, or a member is out of range.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            TEIUnauthorized:
              description: No API key, or none of this server's.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEIForbidden:
              description: The API key does not have the scope that this needs, or this needs a key and the server has none.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEINotFound:
              description: There is no such model.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEIMethodNotAllowed:
              description: What any method but those of this path gets.
              headers:
                Allow:
                  description: The methods that are possible.
                  schema: { type: string }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEIRequestTimeout:
              description: The body came too slowly; where the head did, that comes as a problem of RFC 9457.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            TEIContentTooLarge:
              description: The body, or the number of images in it, is over the limit.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEIUnsupportedMediaType:
              description: No content type, another than JSON, or bytes of no known image format.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEIUnprocessableContent:
              description: An image of a known format that cannot be decoded, or has too many pixels.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEITooManyRequests:
              description: The API key has asked as often as it may, or has as many requests in the server as it may.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            TEIInternalServerError:
              description: A fault of the server.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            TEIServiceUnavailable:
              description: The queue is full, the model is not ready, or the server is draining; too many connections come as a problem of RFC 9457.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            TEIGatewayTimeout:
              description: The request was not computed in its time.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/TEIError' }
            V2Infer:
              description: The outputs; with binary data among them, JSON and behind it the data in the order of the outputs.
              headers:
                Server-Timing: { $ref: '#/components/headers/ServerTiming' }
                Inference-Header-Content-Length:
                  description: Bytes of JSON, where binary data follow.
                  schema: { type: integer, minimum: 1 }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2InferResponse' }
                application/octet-stream:
                  schema: { type: string, contentMediaType: application/octet-stream }
            V2BadRequest:
              description: The request is malformed, or does not fit the model; what is not HTTP comes as a problem of RFC 9457.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            V2Unauthorized:
              description: No API key, or none of this server's.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2Forbidden:
              description: The API key does not have the scope that this needs, or this needs a key and the server has none.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2NotFound:
              description: There is no such path, model or version.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2MethodNotAllowed:
              description: What any method but those of this path gets.
              headers:
                Allow:
                  description: The methods that are possible.
                  schema: { type: string }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2RequestTimeout:
              description: The body came too slowly; where the head did, that comes as a problem of RFC 9457.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            V2ContentTooLarge:
              description: The body is over the limit, or more samples than may wait.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2UnsupportedMediaType:
              description: An image of no known format, or a content coding other than gzip and deflate.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2UnprocessableContent:
              description: An image of a known format that cannot be decoded, or has too many pixels.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2TooManyRequests:
              description: The API key has asked as often as it may, or has as many requests in the server as it may.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            V2InternalServerError:
              description: A fault of the server, or an output that JSON cannot hold.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            V2ServiceUnavailable:
              description: The queue is full, the model is not ready, or the server is draining; too many connections come as a problem of RFC 9457.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            V2GatewayTimeout:
              description: The request was not computed in its time.
              content:
                application/json:
                  schema: { $ref: '#/components/schemas/V2Error' }
            BadRequest:
              description: The request is malformed, or an option is out of range.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            Unauthorized:
              description: No API key, or none of this server's.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            Forbidden:
              description: The API key does not have the scope that this needs, or this needs a key and the server has none.
              headers:
                WWW-Authenticate: { $ref: '#/components/headers/Challenge' }
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            NotFound:
              description: There is no such path, model or version.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            MethodNotAllowed:
              description: What any method but those of this path gets; `Allow` lists those that are possible.
              headers:
                Allow:
                  description: The methods that are possible.
                  schema: { type: string }
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            RequestTimeout:
              description: The request came too slowly.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            ContentTooLarge:
              description: The body, or the number of images in it, is over the limit.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            URITooLong:
              description: The request line is over the limit.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            UnsupportedMediaType:
              description: No content type, an unknown one, or bytes of no known image format.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            ExpectationFailed:
              description: An expectation other than 100-continue.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            UnprocessableContent:
              description: An image of a known format that cannot be decoded, or has too many pixels.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            HeadersTooLarge:
              description: The header has too many fields or bytes.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            TooManyRequests:
              description: The API key has asked as often as it may, or has as many requests in the server as it may.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            InternalServerError:
              description: A fault of the server.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            NotImplemented:
              description: A method or transfer coding that is not implemented.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            ServiceUnavailable:
              description: The queue is full, the model is not ready, or the server is draining.
              headers:
                Retry-After:
                  description: Seconds until it is worth another try.
                  schema: { type: integer, minimum: 1 }
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            GatewayTimeout:
              description: The request was not computed in its time.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
            HTTPVersionNotSupported:
              description: A version other than HTTP/1.0 and HTTP/1.1.
              content:
                application/problem+json:
                  schema: { $ref: '#/components/schemas/Problem' }
          headers:
            Challenge:
              description: |
                `Bearer realm="mantissa"` (RFC 6750), with `error` and, where a scope is missing, `scope`. Absent where a key would not help.
              schema: { type: string }
            ServerTiming:
              description: Milliseconds of the stages (preprocess, queue, inference) and the size of the batch.
              schema: { type: string }

        """#
}
