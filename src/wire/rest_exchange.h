#pragma once

#include "wire/operation.h"
#include "wire/rest_decode.h"
#include "wire/rest_encode.h"

namespace wire {

// One request of a REST protocol under way.
class RestExchange final : public Exchange {
 public:
  RestExchange(const ServiceInfo& info, const RequestContext& context, const Route& route,
               net::Request& request)
      : info_(info), context_(context), route_(route), request_(request) {}

  base::Result<void> decode(void* input) override {
    return decode_rest(info_, context_, route_, request_, input);
  }
  base::Result<net::Response> encode(void* output) override {
    return encode_rest(info_, *route_.operation, output);
  }

 private:
  const ServiceInfo& info_;
  const RequestContext& context_;
  const Route& route_;
  net::Request& request_;
};

}  // namespace wire
