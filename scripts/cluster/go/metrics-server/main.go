// Command metrics-server is the metrics server of Kubernetes, compiled with the libraries of the cluster's own release. Its
// makers' command describes its API with types of a newer release; this one describes it with those of Kubernetes itself.
// All that reads, keeps and serves metrics is theirs.
package main

import (
	"context"
	"net"
	"os"
	"time"

	"github.com/spf13/cobra"
	corev1 "k8s.io/api/core/v1"
	openapinamer "k8s.io/apiserver/pkg/endpoints/openapi"
	genericserver "k8s.io/apiserver/pkg/server"
	"k8s.io/apiserver/pkg/server/options"
	"k8s.io/apiserver/pkg/util/compatibility"
	"k8s.io/client-go/rest"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/pkg/generated/openapi"
	"sigs.k8s.io/metrics-server/pkg/api"
	"sigs.k8s.io/metrics-server/pkg/scraper/client"
	"sigs.k8s.io/metrics-server/pkg/server"
)

const (
	// The shortest that its makers allow.
	resolution    = 10 * time.Second
	scrapeTimeout = 5 * time.Second
	kubeletPort   = 10250
)

func main() {
	serving := options.NewSecureServingOptions().WithLoopback()
	serving.ServerCert.CertDirectory = "/tmp"
	command := &cobra.Command{
		Use:   "metrics-server",
		Short: "Serves processor time and memory of pods and nodes to the autoscaler",
		RunE:  func(command *cobra.Command, _ []string) error { return run(command.Context(), serving) },
	}
	serving.AddFlags(command.Flags())
	command.SetContext(genericserver.SetupSignalContext())
	os.Exit(cli.Run(command))
}

func run(ctx context.Context, serving *options.SecureServingOptionsWithLoopback) error {
	access, err := rest.InClusterConfig()
	if err != nil {
		return err
	}
	generic, err := genericConfig(serving)
	if err != nil {
		return err
	}
	config := server.Config{
		Apiserver:        generic,
		Rest:             access,
		Kubelet:          kubelet(access),
		MetricResolution: resolution,
		ScrapeTimeout:    scrapeTimeout,
	}
	metrics, err := config.Complete()
	if err != nil {
		return err
	}
	return metrics.RunUntil(ctx.Done())
}

func genericConfig(serving *options.SecureServingOptionsWithLoopback) (*genericserver.Config, error) {
	if err := serving.MaybeDefaultWithSelfSignedCerts("localhost", nil, []net.IP{net.IPv4(127, 0, 0, 1)}); err != nil {
		return nil, err
	}
	config := genericserver.NewConfig(api.Codecs)
	if err := serving.ApplyTo(&config.SecureServing, &config.LoopbackClientConfig); err != nil {
		return nil, err
	}
	// Who asks is the API server's to say: it shows its own certificate, and is asked again about its users.
	if err := options.NewDelegatingAuthenticationOptions().ApplyTo(&config.Authentication, config.SecureServing, nil); err != nil {
		return nil, err
	}
	if err := options.NewDelegatingAuthorizationOptions().ApplyTo(&config.Authorization); err != nil {
		return nil, err
	}
	namer := openapinamer.NewDefinitionNamer(api.Scheme)
	config.OpenAPIConfig = genericserver.DefaultOpenAPIConfig(openapi.GetOpenAPIDefinitions, namer)
	config.OpenAPIV3Config = genericserver.DefaultOpenAPIV3Config(openapi.GetOpenAPIDefinitions, namer)
	config.OpenAPIConfig.Info.Title = "metrics-server"
	config.OpenAPIV3Config.Info.Title = "metrics-server"
	config.EffectiveVersion = compatibility.DefaultBuildEffectiveVersion()
	return config, nil
}

// The kubelet of a test signs its own certificate.
func kubelet(access *rest.Config) *client.KubeletClientConfig {
	config := rest.CopyConfig(access)
	config.TLSClientConfig = rest.TLSClientConfig{Insecure: true}
	return &client.KubeletClientConfig{
		Client:              *config,
		AddressTypePriority: []corev1.NodeAddressType{corev1.NodeInternalIP},
		Scheme:              "https",
		DefaultPort:         kubeletPort,
	}
}
