// Original file: protos/envoy/service/ext_proc/v3/external_processor.proto


export interface TrailersResponse {
}

export interface TrailersResponse__Output {
}
