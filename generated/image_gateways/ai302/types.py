"""What the functions and models of this client take and give, beside the models themselves"""

from image_gateways.types import UNSET, File, FileTypes, RequestArguments, RequestFiles, Response, Unset

__all__ = ["UNSET", "File", "FileTypes", "RequestArguments", "RequestFiles", "Response", "Unset"]
