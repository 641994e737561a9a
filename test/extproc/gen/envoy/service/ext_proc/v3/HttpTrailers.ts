// Original file: protos/envoy/service/ext_proc/v3/external_processor.proto


export interface HttpTrailers {
}

export interface HttpTrailers__Output {
}
