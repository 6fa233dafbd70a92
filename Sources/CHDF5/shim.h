#include <hdf5.h>

/* These are macros with calls or casts in them, which Swift cannot import. */

static inline hid_t hdf5_native_double(void) { return H5T_NATIVE_DOUBLE; }
static inline hid_t hdf5_native_int64(void) { return H5T_NATIVE_INT64; }
static inline hid_t hdf5_little_endian_double(void) { return H5T_IEEE_F64LE; }
static inline hid_t hdf5_little_endian_int64(void) { return H5T_STD_I64LE; }
static inline hid_t hdf5_c_string(void) { return H5T_C_S1; }
static inline size_t hdf5_variable_length(void) { return H5T_VARIABLE; }

static inline hid_t hdf5_file_creation(void) { return H5P_FILE_CREATE; }
static inline hid_t hdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t hdf5_group_creation(void) { return H5P_GROUP_CREATE; }
static inline hid_t hdf5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t hdf5_attribute_creation(void) { return H5P_ATTRIBUTE_CREATE; }
static inline hid_t hdf5_link_creation(void) { return H5P_LINK_CREATE; }

static inline hid_t hdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t hdf5_whole_space(void) { return H5S_ALL; }
static inline unsigned hdf5_read_only(void) { return H5F_ACC_RDONLY; }
static inline unsigned hdf5_new_file(void) { return H5F_ACC_EXCL; }
static inline hid_t hdf5_error_stack(void) { return H5E_DEFAULT; }

/* Told about one link of a group: its name and whether it is a hard one; stops the walk with anything but 0. */
typedef herr_t (*hdf5_link_visitor)(const char *name, hbool_t is_hard, void *context);

struct hdf5_link_walk {
  hdf5_link_visitor visit;
  void *context;
};

/* The names of these types and functions stand for different ones in different versions of HDF5. */
static inline herr_t hdf5_visit_link(hid_t group, const char *name, const H5L_info_t *info, void *walk) {
  struct hdf5_link_walk *own = (struct hdf5_link_walk *)walk;
  return own->visit(name, info->type == H5L_TYPE_HARD, own->context);
}

/* Walks over the links of a group in ascending order of their names. */
static inline herr_t hdf5_walk_links(hid_t group, hdf5_link_visitor visit, void *context) {
  struct hdf5_link_walk walk = {visit, context};
  return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, hdf5_visit_link, &walk);
}

/* Where an object lies in its file, which tells whether two links lead to the same one. */
static inline herr_t hdf5_object_address(hid_t object, unsigned long long *address) {
#if H5_VERSION_GE(1, 12, 0)
  H5O_info1_t info;
#else
  H5O_info_t info;
#endif
  herr_t status = H5Oget_info2(object, &info, H5O_INFO_BASIC);
  if (status >= 0) *address = info.addr;
  return status;
}

/* Whether the file is locked while it is open; where a file system knows no locks, it never is.
   Versions without this function always lock. */
static inline herr_t hdf5_set_file_locking(hid_t access, hbool_t locking) {
#if H5_VERSION_GE(1, 12, 1) || (H5_VERSION_GE(1, 10, 7) && !H5_VERSION_GE(1, 12, 0))
  return H5Pset_file_locking(access, locking, 1);
#else
  return 0;
#endif
}
